-- The three rows go in with a note each, and two UPDATEs put right what is none.

INSERT INTO cookie (name, stock, note) VALUES
  ('Chocolate chip', 24, 'none'),
  ('Grandma''s oat', 12, 'contains nuts'),
  ('Ginger', 7, 'none');

UPDATE cookie SET note = NULL WHERE note = 'none';
UPDATE cookie SET stock = 0 WHERE name = 'Ginger';
