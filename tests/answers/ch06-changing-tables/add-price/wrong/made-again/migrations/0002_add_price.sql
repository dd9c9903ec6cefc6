-- The table is dropped and made again, and the products are gone.

-- migrate:up

DROP TABLE product;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    price INTEGER
);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
