-- Nothing brings the column back.

-- migrate:up

DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

-- Bring it back here, with everything that belongs to it.
