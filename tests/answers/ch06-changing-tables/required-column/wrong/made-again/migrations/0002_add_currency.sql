-- The table is made again with the new column, and the products are gone.

-- migrate:up

DROP TABLE product;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL DEFAULT 'EUR'
);

-- migrate:down

ALTER TABLE product DROP COLUMN currency;
