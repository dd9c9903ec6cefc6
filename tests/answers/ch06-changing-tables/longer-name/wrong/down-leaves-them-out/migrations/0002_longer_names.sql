-- The down half leaves out the products whose names are too long.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 40),
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE INDEX product_by_name ON product (name);

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 12),
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product WHERE length(name) <= 12;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE INDEX product_by_name ON product (name);
