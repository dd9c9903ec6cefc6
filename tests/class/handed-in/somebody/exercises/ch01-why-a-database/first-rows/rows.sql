-- Puts the first three cookies into the table.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24);

-- Two quotes inside a text stand for one.
INSERT INTO cookie (name, stock, note) VALUES ('Grandma''s oat', 12, 'contains nuts');

-- None left is a number the shop knows: 0. That there is no note is NULL: the column is left out.
INSERT INTO cookie (name, stock) VALUES ('Ginger', 0);
