-- Given: the first script of the product shop, the table `product`.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 12),
    stock INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX product_by_name ON product (name);

-- migrate:down

DROP TABLE product;
