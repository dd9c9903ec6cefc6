-- The second script of the product shop: the new column. The old one stays.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL;

ALTER TABLE product DROP COLUMN description;
