-- The second script of the product shop: the price, and the way back from it.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

-- The index uses the column, so it goes first.
DROP INDEX product_by_price;

ALTER TABLE product DROP COLUMN price;
