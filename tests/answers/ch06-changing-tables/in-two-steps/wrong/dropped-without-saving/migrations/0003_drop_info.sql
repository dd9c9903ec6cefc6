-- What only the old program has written goes with its column.

-- migrate:up

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description;
