-- The word of the list is taken for the note.
INSERT INTO cookie (name, stock, note) VALUES ('Chocolate chip', 24, 'none');
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock, note) VALUES ('Ginger', 0, 'none');
