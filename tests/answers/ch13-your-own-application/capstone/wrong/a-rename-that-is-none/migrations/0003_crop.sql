-- Gives the column another name by dropping it, and every value with it.

-- migrate:up
ALTER TABLE planting DROP COLUMN plant;
ALTER TABLE planting ADD COLUMN crop VARCHAR NOT NULL DEFAULT '';

-- migrate:down
ALTER TABLE planting DROP COLUMN crop;
ALTER TABLE planting ADD COLUMN plant VARCHAR NOT NULL DEFAULT '';
