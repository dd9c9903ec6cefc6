-- Takes an empty description for none.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL OR description = '';
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
