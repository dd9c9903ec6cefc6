-- CREATE TABLE AS keeps the rows, and no rule.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

CREATE TABLE product_old AS SELECT id, code, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;
CREATE INDEX product_by_name ON product (name);
