-- The type is forgotten.

-- migrate:up

ALTER TABLE product ADD COLUMN price;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
