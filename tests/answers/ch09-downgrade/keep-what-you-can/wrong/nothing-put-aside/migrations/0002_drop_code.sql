-- The column goes, and its values with it.

-- migrate:up

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

CREATE UNIQUE INDEX product_by_code ON product (code);
