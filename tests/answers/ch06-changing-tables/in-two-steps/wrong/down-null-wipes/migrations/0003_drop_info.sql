-- 0002 down copies every description, also the NULL of a product that only the old program wrote about: the text of such a product is lost, unless its id is above 399 as in the example.

-- The third script of the product shop: no program uses the old column any more.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL;
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
