-- Names the ids as well, and adds all three with one statement.
INSERT INTO cookie (id, name, stock, note) VALUES
  (1, 'Chocolate chip', 24, NULL),
  (2, 'Grandma''s oat', 12, 'contains nuts'),
  (3, 'Ginger', 0, NULL);
