-- The column comes back, its index does not.

-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;
