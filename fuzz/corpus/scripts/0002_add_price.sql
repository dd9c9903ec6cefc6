-- The second script of the product shop: a price for every product.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
