-- Given: what is on the bakery's shelf today.

INSERT INTO cookie (id, name, stock, note) VALUES
  (1, 'Chocolate chip', 24, NULL),
  (2, 'Grandma''s oat', 12, 'contains nuts'),
  (3, 'Ginger', 0, NULL),
  (5, 'Lemon', 18, ''),
  (7, 'Lemon', 6, 'no sugar'),
  (8, 'Null Island', 3, 'NULL');
