-- Given: the first script of the product shop, the table `product`.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX product_by_name ON product (name);

-- migrate:down

DROP TABLE product;
