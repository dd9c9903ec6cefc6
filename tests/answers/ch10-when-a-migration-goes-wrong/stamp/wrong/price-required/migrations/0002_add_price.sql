-- Wrong: a price of 0 for every cookie whose price is not known.

-- migrate:up

ALTER TABLE cookie ADD COLUMN price INTEGER NOT NULL DEFAULT 0;

-- migrate:down

ALTER TABLE cookie DROP COLUMN price;
