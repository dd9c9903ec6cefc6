-- The down half copies the products without their ids, so they are numbered anew from 1.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (name, stock) SELECT name, stock FROM product ORDER BY id;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
