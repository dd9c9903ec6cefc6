-- The old products get their currency; the next ones need not have one.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT;

UPDATE product SET currency = 'EUR';

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
