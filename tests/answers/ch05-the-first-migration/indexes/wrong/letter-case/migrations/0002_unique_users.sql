-- The index takes Susan and susan for one name.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username COLLATE NOCASE);

CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;
