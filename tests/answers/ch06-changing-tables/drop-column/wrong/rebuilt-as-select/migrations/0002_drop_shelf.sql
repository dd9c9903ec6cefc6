-- CREATE TABLE AS keeps the rows, and no rule.

-- migrate:up

CREATE TABLE product_new AS SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf);
