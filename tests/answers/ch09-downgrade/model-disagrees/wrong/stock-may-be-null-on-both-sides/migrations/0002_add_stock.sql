-- The column takes NULL, and the model says so too.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
