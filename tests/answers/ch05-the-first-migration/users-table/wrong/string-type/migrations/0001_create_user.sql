-- STRING is no type SQLite knows as text; such a column turns 007 into 7.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username STRING NOT NULL,
    email STRING NOT NULL,
    about STRING
);

-- migrate:down

DROP TABLE user;
