-- The column is added under another name first, and renamed.

-- migrate:up

ALTER TABLE product ADD COLUMN cost INTEGER;
ALTER TABLE product RENAME COLUMN cost TO price;

-- migrate:down

UPDATE product SET price = NULL;
ALTER TABLE product DROP COLUMN price;
