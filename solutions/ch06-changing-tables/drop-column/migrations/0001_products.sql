-- Given: the first script of the product shop, the table `product` and what finds a product by its shelf.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    shelf TEXT,
    stock INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX product_by_shelf ON product (shelf);

-- migrate:down

DROP TABLE product;
