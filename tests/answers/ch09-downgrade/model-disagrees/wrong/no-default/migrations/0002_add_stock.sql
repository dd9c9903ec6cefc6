-- The column is required, and the cookies that are there have no value for it.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
