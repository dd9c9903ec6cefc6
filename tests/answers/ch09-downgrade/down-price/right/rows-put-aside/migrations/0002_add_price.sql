-- The rows are put aside and come back into the table the first script makes.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

CREATE TEMPORARY TABLE kept AS SELECT id, code, name, stock FROM product;
DROP TABLE product;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX product_by_name ON product (name);

INSERT INTO product (id, code, name, stock) SELECT id, code, name, stock FROM kept;
DROP TABLE kept;
