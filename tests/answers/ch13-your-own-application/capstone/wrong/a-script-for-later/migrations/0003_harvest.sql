-- Gives every planting the weight of what was harvested: nothing so far.

-- migrate:up
ALTER TABLE planting ADD COLUMN harvested_grams INTEGER NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE planting DROP COLUMN harvested_grams;
