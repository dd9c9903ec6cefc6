-- A second column with the other limit, the names copied, the first one dropped.

-- migrate:up

DROP INDEX product_by_name;
ALTER TABLE product ADD COLUMN long_name TEXT NOT NULL DEFAULT '' CHECK (length(long_name) <= 40);
UPDATE product SET long_name = name;
ALTER TABLE product DROP COLUMN name;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    stock INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL CHECK (length(name) <= 40)
);
INSERT INTO product_new (id, stock, name) SELECT id, stock, long_name FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
CREATE INDEX product_by_name ON product (name);

-- migrate:down

UPDATE product SET name = substr(name, 1, 12) WHERE length(name) > 12;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 12),
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE INDEX product_by_name ON product (name);
