-- The down half puts the table aside under another name.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

ALTER TABLE user RENAME TO user_old;
