-- An unknown price is said to be nothing.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER DEFAULT 0;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
