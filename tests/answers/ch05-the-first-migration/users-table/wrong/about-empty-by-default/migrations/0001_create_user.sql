-- The optional column gets an empty text by itself.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT DEFAULT ''
);

-- migrate:down

DROP TABLE user;
