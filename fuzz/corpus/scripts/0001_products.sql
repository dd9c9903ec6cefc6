-- Given: the first script of the product shop, the table `product`.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

-- migrate:down

DROP TABLE product;
