-- Given: the first script of the product shop, the table `product`. Prices are in cents.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price INTEGER NOT NULL
);

-- migrate:down

DROP TABLE product;
