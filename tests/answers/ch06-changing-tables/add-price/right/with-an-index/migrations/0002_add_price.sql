-- An index that makes reading faster, dropped before its column.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

DROP INDEX product_by_price;

ALTER TABLE product DROP COLUMN price;
