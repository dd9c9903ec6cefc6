-- The column has another name.

-- migrate:up

ALTER TABLE product ADD COLUMN price_cents INTEGER;

-- migrate:down

ALTER TABLE product DROP COLUMN price_cents;
