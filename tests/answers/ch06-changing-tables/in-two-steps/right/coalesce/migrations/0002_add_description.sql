-- The copies take the first value that is not NULL.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = coalesce(description, info);

ALTER TABLE product DROP COLUMN description;
