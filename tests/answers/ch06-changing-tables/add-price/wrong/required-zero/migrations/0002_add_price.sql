-- The price is required, and 0 for all that is there.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER NOT NULL DEFAULT 0;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
