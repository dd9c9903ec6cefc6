-- One column too many is dropped.

-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;
ALTER TABLE product DROP COLUMN stock;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf);
ALTER TABLE product ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;
