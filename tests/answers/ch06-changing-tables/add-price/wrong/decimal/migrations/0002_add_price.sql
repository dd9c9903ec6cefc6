-- A price with a point, although cents are whole numbers.

-- migrate:up

ALTER TABLE product ADD COLUMN price DECIMAL(10, 2);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
