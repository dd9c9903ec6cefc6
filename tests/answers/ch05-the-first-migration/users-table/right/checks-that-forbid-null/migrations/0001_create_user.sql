-- What must not be empty is said with a CHECK of the column, and of the table.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT CHECK (username IS NOT NULL),
    email TEXT,
    about TEXT,
    CONSTRAINT reachable CHECK (length(email) >= 0 AND (email IS NOT NULL))
);

-- migrate:down

DROP TABLE user;
