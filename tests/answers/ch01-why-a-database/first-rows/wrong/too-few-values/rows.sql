-- The column is named, and no value given for it.
INSERT INTO cookie (name, stock, note) VALUES ('Chocolate chip', 24);
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
