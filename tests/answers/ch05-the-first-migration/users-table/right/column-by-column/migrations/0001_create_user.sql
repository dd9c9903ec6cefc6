-- A small table first, and a column added.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL
);

ALTER TABLE user ADD COLUMN about TEXT;

-- migrate:down

ALTER TABLE user DROP COLUMN about;

DROP TABLE user;
