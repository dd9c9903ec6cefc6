-- The down half only empties the column.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

UPDATE product SET currency = '';
