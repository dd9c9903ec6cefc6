-- Wrong: drops the price that is in the way, and all prices with it.

-- migrate:up

ALTER TABLE product DROP COLUMN price;

ALTER TABLE product ADD COLUMN price INTEGER;

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
