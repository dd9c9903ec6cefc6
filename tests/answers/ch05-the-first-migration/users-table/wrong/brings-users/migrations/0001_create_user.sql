-- The script adds a user of its own.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

INSERT INTO user (username, email) VALUES ('susan', 'susan@example.com');

-- migrate:down

DROP TABLE user;
