-- A rebuild in both directions: the index goes with the old table.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    shelf TEXT,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_old (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;

CREATE INDEX product_by_shelf ON product (shelf);
