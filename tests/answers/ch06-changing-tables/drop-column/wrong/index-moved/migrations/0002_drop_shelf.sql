-- The index comes again at once, under its name and on another column.
-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

CREATE INDEX product_by_shelf ON product (name);

-- migrate:down

DROP INDEX product_by_shelf;

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf);
