-- The old texts are copied over the new ones.

-- migrate:up

UPDATE product SET description = info;

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description;
