-- Given: the first script of the product shop. Its reviews say which product they are about, and nothing checks it.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

-- migrate:down

DROP TABLE review;

DROP TABLE product;
