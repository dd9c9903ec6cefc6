-- A column for later.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT,
    created_at TEXT
);

-- migrate:down

DROP TABLE user;
