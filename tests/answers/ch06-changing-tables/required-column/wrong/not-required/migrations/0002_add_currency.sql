-- The default is there, and NULL is still allowed.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT DEFAULT 'EUR';

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
