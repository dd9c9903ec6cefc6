-- The column that was given up is added again, and the model stays as it is.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cookie ADD COLUMN shelf TEXT;

-- migrate:down
ALTER TABLE cookie DROP COLUMN shelf;
ALTER TABLE cookie DROP COLUMN stock;
