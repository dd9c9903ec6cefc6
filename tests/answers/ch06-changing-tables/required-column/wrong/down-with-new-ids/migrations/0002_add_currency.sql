-- The down half copies the products without their ids, so they are numbered anew from 1.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL
);

INSERT INTO product_new (name, price) SELECT name, price FROM product ORDER BY id;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
