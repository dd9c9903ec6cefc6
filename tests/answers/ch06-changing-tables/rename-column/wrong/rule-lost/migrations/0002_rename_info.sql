-- The values are copied into a new column, and the rule on the length is not.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;
UPDATE product SET description = info;
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
