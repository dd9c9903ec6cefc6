-- The column goes first, while its index is still there.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
DROP INDEX product_by_price;
