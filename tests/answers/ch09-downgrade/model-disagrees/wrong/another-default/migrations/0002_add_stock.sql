-- Every cookie that was there gets one piece.

-- migrate:up
ALTER TABLE cookie ADD COLUMN stock INTEGER NOT NULL DEFAULT 1;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
