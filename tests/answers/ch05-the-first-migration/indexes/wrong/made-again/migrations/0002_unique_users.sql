-- The table is made again with the rules, and the users are gone.

-- migrate:up

DROP TABLE user;

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL UNIQUE,
    about TEXT
);

-- migrate:down

DROP TABLE user;
