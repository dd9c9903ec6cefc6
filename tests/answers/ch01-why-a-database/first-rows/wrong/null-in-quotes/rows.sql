-- The word NULL in quotes is a text.
INSERT INTO cookie (name, stock, note) VALUES ('Chocolate chip', 24, 'NULL');
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock, note) VALUES ('Ginger', 0, 'NULL');
