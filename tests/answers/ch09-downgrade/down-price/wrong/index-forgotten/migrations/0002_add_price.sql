-- The index is forgotten.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
