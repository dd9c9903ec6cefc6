-- Added with what is known, completed and mended by later statements.
INSERT INTO cookie (name, stock) VALUES ('Chocolate chip', 24), ('Grandma''s oat', 12), ('Ginger', 1), ('Lemon', 5);
UPDATE cookie SET note = 'contains nuts' WHERE name LIKE '%oat';
UPDATE cookie SET stock = stock - 1 WHERE name = 'Ginger';
DELETE FROM cookie WHERE name = 'Lemon';
