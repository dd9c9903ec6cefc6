-- The down half takes away what is not sold in euro.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

DELETE FROM product WHERE currency <> 'EUR';

ALTER TABLE product DROP COLUMN currency;
