-- The down half takes the users away, not the table.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DELETE FROM user;
