-- The numbers go into a column of their own.

-- migrate:up

ALTER TABLE product ADD COLUMN stock_number INTEGER NOT NULL DEFAULT 0;
UPDATE product SET stock_number = CAST(stock AS INTEGER);
ALTER TABLE product DROP COLUMN stock;

-- migrate:down

ALTER TABLE product ADD COLUMN stock TEXT NOT NULL DEFAULT 'none';
UPDATE product SET stock = stock_number;
ALTER TABLE product DROP COLUMN stock_number;
