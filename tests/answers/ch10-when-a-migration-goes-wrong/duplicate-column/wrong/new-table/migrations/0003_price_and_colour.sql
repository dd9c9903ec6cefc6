-- Wrong: a rebuild that forgets to copy the prices.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    price INTEGER,
    colour TEXT
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;

DROP TABLE product;

ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
