-- The third cookie is forgotten.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24);
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
