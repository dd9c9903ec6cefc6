-- The stock of the sold-out cookie is left out.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24);
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name) VALUES ('Ginger');
