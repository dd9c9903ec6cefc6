-- The second script of the microblog, generated and corrected: `name` is `username` with another name.

-- migrate:up

ALTER TABLE user RENAME COLUMN username TO name;

ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down

-- Data loss: every value of user.about is lost.
ALTER TABLE user DROP COLUMN about;

ALTER TABLE user RENAME COLUMN name TO username;
