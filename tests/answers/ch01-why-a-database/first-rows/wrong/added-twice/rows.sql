-- The last cookie is added twice.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24);
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
