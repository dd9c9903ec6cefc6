-- The rule of the name says that it is its own first forty letters, and the default of `available` is `NOT FALSE`; both databases understand it.

-- The first script of the product shop, for SQLite and PostgreSQL.

-- migrate:up
CREATE TABLE product (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (name = substr(name, 1, 40)),
    available BOOLEAN NOT NULL DEFAULT (NOT FALSE) CHECK (available IN (FALSE, TRUE)),
    added_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sale (
    receipt TEXT NOT NULL PRIMARY KEY,
    product_code TEXT NOT NULL REFERENCES product (code),
    pieces INTEGER NOT NULL CHECK (pieces BETWEEN 1 AND 1000),
    paid BOOLEAN NOT NULL DEFAULT FALSE CHECK (paid IN (TRUE, FALSE))
);

-- migrate:down
DROP TABLE sale;

DROP TABLE product;
