-- The error goes away with a default, and so do the names.

-- migrate:up

ALTER TABLE user DROP COLUMN username;
ALTER TABLE user ADD COLUMN name varchar NOT NULL DEFAULT '';
ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down

ALTER TABLE user DROP COLUMN about;

ALTER TABLE user RENAME COLUMN name TO username;
