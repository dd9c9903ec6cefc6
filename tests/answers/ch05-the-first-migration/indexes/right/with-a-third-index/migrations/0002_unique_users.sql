-- One more index, which forbids nothing.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_email ON user (email);

CREATE INDEX user_by_about ON user (about);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;

DROP INDEX user_by_about;
