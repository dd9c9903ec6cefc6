-- A named rule and a default in brackets; the column is dropped with its rule.

-- migrate:up

ALTER TABLE product ADD COLUMN "currency" TEXT CONSTRAINT currency_required NOT NULL DEFAULT ('EUR');

-- migrate:down

ALTER TABLE product DROP COLUMN "currency";
