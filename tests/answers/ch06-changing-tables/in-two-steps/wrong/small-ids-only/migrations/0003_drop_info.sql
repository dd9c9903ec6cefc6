-- Saves the texts of products with small ids only.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL AND id <= 100;
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
