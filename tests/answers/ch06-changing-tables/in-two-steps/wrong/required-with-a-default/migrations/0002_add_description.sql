-- The new column gets a default in place of NULL.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT NOT NULL DEFAULT '';

UPDATE product SET description = info WHERE info IS NOT NULL;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL;

ALTER TABLE product DROP COLUMN description;
