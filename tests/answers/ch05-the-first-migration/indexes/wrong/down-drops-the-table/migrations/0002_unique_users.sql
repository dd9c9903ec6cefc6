-- The way back takes the table.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP TABLE user;
