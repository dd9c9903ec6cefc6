-- The down half takes the prices away, not the column.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

UPDATE product SET price = NULL;
