-- Only the name is unique.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

-- migrate:down

DROP INDEX user_by_username;
