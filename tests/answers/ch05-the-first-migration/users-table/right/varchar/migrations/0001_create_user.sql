-- Another type of the same kind, with lengths, which SQLite does not enforce.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username VARCHAR(64) NOT NULL,
    email VARCHAR(120) NOT NULL,
    about VARCHAR(140)
);

-- migrate:down

DROP TABLE user;
