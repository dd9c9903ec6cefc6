-- Given: the second script of the product shop, the price in cents. It has run on every machine.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
