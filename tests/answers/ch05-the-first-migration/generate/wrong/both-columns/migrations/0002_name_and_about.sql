-- The old column stays beside the new one.

-- migrate:up

ALTER TABLE user ADD COLUMN name varchar NOT NULL DEFAULT '';
UPDATE user SET name = username;
ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down

ALTER TABLE user DROP COLUMN name;
ALTER TABLE user DROP COLUMN about;
