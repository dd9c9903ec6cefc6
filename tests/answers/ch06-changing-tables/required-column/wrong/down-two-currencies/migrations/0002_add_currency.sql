-- The way back keeps products in the two currencies of the check only.

-- migrate:up

ALTER TABLE product ADD COLUMN currency TEXT NOT NULL DEFAULT 'EUR';

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL
);

INSERT INTO product_new (id, name, price)
SELECT id, name, price FROM product WHERE currency IN ('EUR', 'SEK');

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
