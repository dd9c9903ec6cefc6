-- Wrong: on the way back prices in dollars are turned into euro.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

UPDATE product SET price = price * 9 / 10 WHERE currency = 'USD';

ALTER TABLE product DROP COLUMN currency;
