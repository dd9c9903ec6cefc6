-- What only the new program has written goes with its column.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info;

-- migrate:down

ALTER TABLE product DROP COLUMN description;
