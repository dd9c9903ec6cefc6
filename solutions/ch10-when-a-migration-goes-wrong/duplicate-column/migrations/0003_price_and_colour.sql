-- The third script of the product shop: the colour. The price came with the second one.

-- migrate:up

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
