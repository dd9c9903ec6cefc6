-- A rebuild with the words of the first script.

-- migrate:up

DROP INDEX customer_by_email;

ALTER TABLE customer DROP COLUMN email;

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

CREATE TABLE customer_old (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1))
);

INSERT INTO customer_old (id, name) SELECT id, name FROM customer;
DROP TABLE customer;
ALTER TABLE customer_old RENAME TO customer;

CREATE UNIQUE INDEX customer_by_email ON customer (email);
