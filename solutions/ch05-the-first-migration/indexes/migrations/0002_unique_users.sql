-- The second script of the microblog: no name and no address twice.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;
