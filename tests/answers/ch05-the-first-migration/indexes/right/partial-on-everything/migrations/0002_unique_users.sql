-- The conditions leave out nothing.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username) WHERE username IS NOT NULL;
CREATE UNIQUE INDEX user_by_email ON user (email) WHERE id IS NOT NULL;

-- migrate:down

DROP INDEX user_by_email;
DROP INDEX user_by_username;
