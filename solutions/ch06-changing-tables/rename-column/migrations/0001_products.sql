-- Given: the first script of the product shop, the table `product`.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    info TEXT CHECK (length(info) <= 40)
);

-- migrate:down

DROP TABLE product;
