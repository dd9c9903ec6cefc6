-- The new column is added, and the old one stays.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT CHECK (length(description) <= 40);
UPDATE product SET description = info;

-- migrate:down

ALTER TABLE product DROP COLUMN description;
