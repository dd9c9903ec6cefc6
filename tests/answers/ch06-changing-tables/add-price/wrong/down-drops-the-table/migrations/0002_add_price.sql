-- The down half takes the whole table.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

DROP TABLE product;
