-- Given: the first script of the product shop, the table `product`.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    info TEXT
);

-- migrate:down

DROP TABLE product;
