-- A required column that no row has a value for.

-- migrate:up
ALTER TABLE planting ADD COLUMN harvested_grams INTEGER NOT NULL;

-- migrate:down
ALTER TABLE planting DROP COLUMN harvested_grams;
