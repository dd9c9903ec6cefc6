-- The name is renamed, and the new field has no column.

-- migrate:up

ALTER TABLE user RENAME COLUMN username TO name;

-- migrate:down

ALTER TABLE user RENAME COLUMN name TO username;
