-- Given: the first script of the product shop. The id of a deleted product is never used again.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT,
    name TEXT NOT NULL
);

CREATE UNIQUE INDEX product_by_code ON product (code);

-- migrate:down

DROP TABLE product;
