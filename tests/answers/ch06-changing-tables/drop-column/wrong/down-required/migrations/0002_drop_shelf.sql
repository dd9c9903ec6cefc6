-- The column comes back as a required one.

-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT NOT NULL DEFAULT 'none';

CREATE INDEX product_by_shelf ON product (shelf);
