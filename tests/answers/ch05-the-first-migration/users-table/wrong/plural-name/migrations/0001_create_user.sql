-- The table has a name in the plural.

-- migrate:up

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE users;
