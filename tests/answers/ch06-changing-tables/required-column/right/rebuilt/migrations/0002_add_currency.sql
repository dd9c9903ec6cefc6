-- A rebuild in both directions, which costs more and comes to the same.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL DEFAULT 'EUR'
);

INSERT INTO product_new (id, name, price) SELECT id, name, price FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL
);

INSERT INTO product_old (id, name, price) SELECT id, name, price FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;
