-- Wrong: the down half takes away the price, which another script had made.

-- migrate:up

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;

ALTER TABLE product DROP COLUMN price;
