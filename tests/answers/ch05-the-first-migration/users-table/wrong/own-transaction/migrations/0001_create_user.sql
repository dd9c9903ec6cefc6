-- The script begins a transaction of its own.

-- migrate:up

BEGIN;

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

COMMIT;

-- migrate:down

DROP TABLE user;
