-- The way back is left open.

-- migrate:up
ALTER TABLE planting ADD COLUMN harvested_grams INTEGER NOT NULL DEFAULT 0;

-- migrate:down
-- To do.
