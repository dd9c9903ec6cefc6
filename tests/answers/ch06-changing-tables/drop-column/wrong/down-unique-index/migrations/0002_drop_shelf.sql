-- The index comes back as a unique one.

-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE UNIQUE INDEX product_by_shelf ON product (shelf);
