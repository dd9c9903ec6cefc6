-- Wrong: a second price beside the first, under another name.

-- migrate:up

ALTER TABLE product ADD COLUMN price_cents INTEGER;

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;

ALTER TABLE product DROP COLUMN price_cents;
