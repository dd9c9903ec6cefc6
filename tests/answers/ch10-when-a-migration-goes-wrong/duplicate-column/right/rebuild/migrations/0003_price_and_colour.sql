-- Right: a rebuild that copies every value and has the colour.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    colour TEXT,
    price INTEGER
);

INSERT INTO product_new (id, name, stock, price) SELECT id, name, stock, price FROM product;

DROP TABLE product;

ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
