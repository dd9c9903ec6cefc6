-- Only the index is dropped.

-- migrate:up

DROP INDEX product_by_shelf;

-- migrate:down

CREATE INDEX product_by_shelf ON product (shelf);
