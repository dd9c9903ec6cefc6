-- NOT NULL is forgotten at the address.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT,
    about TEXT
);

-- migrate:down

DROP TABLE user;
