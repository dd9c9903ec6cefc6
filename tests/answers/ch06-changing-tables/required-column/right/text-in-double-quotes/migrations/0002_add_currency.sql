-- The default in double quotes, which SQLite takes for a text where only a text can stand.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT "EUR";

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
