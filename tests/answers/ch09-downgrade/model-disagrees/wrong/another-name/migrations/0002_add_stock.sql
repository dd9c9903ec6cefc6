-- The column has another name than the field.

-- migrate:up
ALTER TABLE cookie ADD COLUMN pieces INTEGER NOT NULL DEFAULT 0;

-- migrate:down
ALTER TABLE cookie DROP COLUMN pieces;
