-- A price as a number with a point.

-- migrate:up

ALTER TABLE product ADD COLUMN price REAL;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
