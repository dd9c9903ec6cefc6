-- The down half is empty.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0;

-- migrate:down
