-- The name is the key.

-- migrate:up

CREATE TABLE user (
    id INTEGER,
    username TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE user;
