-- Writes the ids out, and would replace what is there under them: the table is empty.

INSERT OR REPLACE INTO cookie (id, name, stock, note) VALUES
    (1, 'Chocolate chip', 24, NULL),
    (2, 'Grandma''s oat', 12, 'contains nuts'),
    (3, 'Ginger', 0, NULL);
