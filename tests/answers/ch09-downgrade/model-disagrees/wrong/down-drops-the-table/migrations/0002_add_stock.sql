-- The way back takes the whole table.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;

-- migrate:down
DROP TABLE cookie;
