-- Empty addresses may be there twice.

-- migrate:up

DROP INDEX customer_by_email;

ALTER TABLE customer DROP COLUMN email;

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

ALTER TABLE customer ADD COLUMN email TEXT;

ALTER TABLE customer ADD COLUMN wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1));

CREATE UNIQUE INDEX customer_by_email ON customer (email) WHERE email <> '';
