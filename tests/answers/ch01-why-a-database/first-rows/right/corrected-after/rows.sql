-- Rough rows first, then each is put right by its number.

INSERT INTO cookie (name, stock) VALUES ('?', 0), ('?', 0), ('?', 0);
UPDATE cookie SET name = 'Chocolate chip', stock = 24 WHERE id = 1;
UPDATE cookie SET name = 'Grandma''s oat', stock = 12, note = 'contains nuts' WHERE id = 2;
UPDATE cookie SET name = 'Ginger' WHERE id = 3;
