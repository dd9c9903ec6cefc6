-- The second script of the product shop: a robot finds the products now, and nobody needs the shelf.

-- migrate:up

-- The index uses the column, so it goes first.
DROP INDEX product_by_shelf;

ALTER TABLE product DROP COLUMN shelf;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf);
