-- The third script of the product shop: no program uses the old column any more.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL;

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description;
