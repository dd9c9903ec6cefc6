-- The script makes up prices for what is there.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

UPDATE product SET price = 0;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
