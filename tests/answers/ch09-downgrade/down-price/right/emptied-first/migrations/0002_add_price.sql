-- The prices are taken away first, which is more than needed and does no harm.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

UPDATE product SET price = NULL;

DROP INDEX product_by_price;

/* Now nothing needs the column. */
ALTER TABLE product DROP COLUMN price;
