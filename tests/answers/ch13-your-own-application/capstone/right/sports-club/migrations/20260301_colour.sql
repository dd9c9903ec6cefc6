-- The column holds a colour, so that is its name.

-- migrate:up
ALTER TABLE team RENAME COLUMN shirts TO colour;

-- migrate:down
ALTER TABLE team RENAME COLUMN colour TO shirts;
