-- The new column stays empty.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL;

ALTER TABLE product DROP COLUMN description;
