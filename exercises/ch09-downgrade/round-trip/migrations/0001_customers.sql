-- Given: the first script of the product shop, its customers.

-- migrate:up

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1))
);

CREATE UNIQUE INDEX customer_by_email ON customer (email);

-- migrate:down

DROP TABLE customer;
