-- How many there are of each cookie.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
