-- The index is dropped as another database writes it.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

DROP INDEX product_by_price ON product;
ALTER TABLE product DROP COLUMN price;
