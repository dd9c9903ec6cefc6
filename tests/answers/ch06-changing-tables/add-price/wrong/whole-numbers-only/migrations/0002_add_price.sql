-- Only whole numbers are prices.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER CHECK (price IS NULL OR typeof(price) = 'integer');

-- migrate:down

ALTER TABLE product DROP COLUMN price;
