-- The stock in words, which SQLite keeps as a text.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24);
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');
INSERT INTO cookie (name, stock) VALUES ('Ginger', 'sold out');
