-- What users say about themselves may not repeat either.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_email ON user (email);

CREATE UNIQUE INDEX user_by_about ON user (about);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;

DROP INDEX user_by_about;
