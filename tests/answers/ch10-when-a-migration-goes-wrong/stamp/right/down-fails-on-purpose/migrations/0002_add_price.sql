-- The way down stops always.

-- migrate:up

ALTER TABLE cookie ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE cookie DROP COLUMN price;
