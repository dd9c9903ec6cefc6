-- The second script of the product shop: no more mail to customers.

-- migrate:up

DROP INDEX customer_by_email;

ALTER TABLE customer DROP COLUMN email;

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

-- The same words as in the first script, from the type to the end of the line.
ALTER TABLE customer ADD COLUMN email TEXT;

ALTER TABLE customer ADD COLUMN wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1));

-- Uniqueness does not come back with the column.
CREATE UNIQUE INDEX customer_by_email ON customer (email);
