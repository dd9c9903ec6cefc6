-- An index that makes reading faster; it goes with the table.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

CREATE INDEX user_by_name ON user (username);

-- migrate:down

DROP TABLE user;
