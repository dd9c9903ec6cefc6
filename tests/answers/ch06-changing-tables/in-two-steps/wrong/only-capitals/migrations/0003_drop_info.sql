-- The way back forgets a description that differs from the info in capital letters only.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL;

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description;
