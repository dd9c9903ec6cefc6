-- The column takes NULL.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
