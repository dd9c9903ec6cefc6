-- The words of another database.

-- migrate:up

ALTER TABLE user ADD CONSTRAINT user_by_username UNIQUE (username);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;
