-- description may not be 500 letters or longer; no other rule was asked for.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL;
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
