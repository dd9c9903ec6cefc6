-- The table is made again, and the customers are gone.

-- migrate:up

DROP INDEX customer_by_email;

ALTER TABLE customer DROP COLUMN email;

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

DROP TABLE customer;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1))
);

CREATE UNIQUE INDEX customer_by_email ON customer (email);
