-- The way back takes another column.

-- migrate:up
ALTER TABLE planting ADD COLUMN harvested_grams INTEGER NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE planting DROP COLUMN year;
