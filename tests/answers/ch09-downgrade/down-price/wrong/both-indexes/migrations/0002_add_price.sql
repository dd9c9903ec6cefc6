-- The index of the first script goes too.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

DROP INDEX product_by_price;
DROP INDEX product_by_name;
ALTER TABLE product DROP COLUMN price;
