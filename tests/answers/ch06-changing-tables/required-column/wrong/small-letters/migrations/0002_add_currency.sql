-- The currency in small letters.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'eur';

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
