-- Name and stock stand the other way round in the values.
INSERT INTO cookie (name, stock) VALUES (24, 'Chocolate chip');
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
