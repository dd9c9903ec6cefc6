-- The second script of the product shop: a currency for every price.

-- migrate:up

-- The default is what the rows that are there get.
ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
