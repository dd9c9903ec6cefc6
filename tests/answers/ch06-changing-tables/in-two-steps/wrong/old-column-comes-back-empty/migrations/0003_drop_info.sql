-- The old column comes back without its texts.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL;

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
