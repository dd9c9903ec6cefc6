-- Both indexes have the same name.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_username ON user (email);

-- migrate:down

DROP INDEX user_by_username;
