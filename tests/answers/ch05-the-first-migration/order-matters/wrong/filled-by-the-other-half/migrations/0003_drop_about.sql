-- The column is filled only when the second script is undone.

-- migrate:up

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;
