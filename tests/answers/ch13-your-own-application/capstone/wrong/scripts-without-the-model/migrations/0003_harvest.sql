-- The script gives a weight with a fraction, the model has whole grams.

-- migrate:up
ALTER TABLE planting ADD COLUMN harvested_grams REAL NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE planting DROP COLUMN harvested_grams;
