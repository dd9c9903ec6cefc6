-- A rebuild in both directions, with the price in the middle.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_old SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;
