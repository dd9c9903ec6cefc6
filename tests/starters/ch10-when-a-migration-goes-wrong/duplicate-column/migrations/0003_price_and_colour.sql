-- The third script of the product shop. It was written for a database that had no price yet.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;

ALTER TABLE product DROP COLUMN price;
