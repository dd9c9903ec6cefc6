-- The column is required, and nobody says what the old products get.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL;

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
