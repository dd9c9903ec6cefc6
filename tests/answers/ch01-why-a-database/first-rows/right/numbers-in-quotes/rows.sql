-- Numbers in quotes: the type of the column makes numbers of them.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', '24');
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', '12', 'contains nuts');
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
