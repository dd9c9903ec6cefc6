-- Wrong: `IF NOT EXISTS` does not exist for a column in SQLite.

-- migrate:up

ALTER TABLE product ADD COLUMN IF NOT EXISTS price INTEGER;

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
