-- A price as a text.

-- migrate:up

ALTER TABLE product ADD COLUMN price TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
