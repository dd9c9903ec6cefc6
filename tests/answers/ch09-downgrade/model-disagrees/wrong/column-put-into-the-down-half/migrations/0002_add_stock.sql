-- The two halves are the wrong way round.

-- migrate:up
ALTER TABLE cookie DROP COLUMN stock;

-- migrate:down
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;
