-- The index that comes back takes capitals and small letters for the same.
-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf COLLATE NOCASE);
