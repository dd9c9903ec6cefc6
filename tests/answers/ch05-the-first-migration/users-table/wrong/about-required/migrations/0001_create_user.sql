-- Also the optional column says NOT NULL.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT NOT NULL
);

-- migrate:down

DROP TABLE user;
