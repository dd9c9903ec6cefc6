-- The column comes back with a rule on its length that it did not have.

-- migrate:up

DROP INDEX product_by_shelf;
ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT CHECK (length(shelf) = 2);
CREATE INDEX product_by_shelf ON product (shelf);
