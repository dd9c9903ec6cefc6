-- The copies take the first value that is not NULL.

-- migrate:up

UPDATE product SET description = coalesce(description, info);

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description;
