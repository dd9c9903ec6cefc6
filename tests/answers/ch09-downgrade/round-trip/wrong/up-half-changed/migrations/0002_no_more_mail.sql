-- The up half keeps the index by not dropping the address at all.

-- migrate:up

ALTER TABLE customer DROP COLUMN wants_news;

-- migrate:down

ALTER TABLE customer ADD COLUMN wants_news INTEGER NOT NULL DEFAULT 0 CHECK (wants_news IN (0, 1));
