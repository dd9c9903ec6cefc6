-- Adds three cookies, and writes NULL as a text.
INSERT INTO cookie (name, stock, note) VALUES
  ('Chocolate chip', 24, 'NULL'),
  ('Grandma''s oat', 12, 'contains nuts'),
  ('Ginger', 0, 'NULL');
