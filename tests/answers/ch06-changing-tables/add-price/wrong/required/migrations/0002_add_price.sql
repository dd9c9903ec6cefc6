-- A required column has no value for the rows that are there.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER NOT NULL;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
