-- The down half drops another column.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE product DROP COLUMN stock;
