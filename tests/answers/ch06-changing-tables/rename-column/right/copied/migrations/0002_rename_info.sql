-- A new column with the same rule, the values copied, the old one dropped.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT CHECK (length(description) <= 40);
UPDATE product SET description = info;
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT CHECK (length(info) <= 40);
UPDATE product SET info = description;
ALTER TABLE product DROP COLUMN description;
