-- A word of another database.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY AUTO_INCREMENT,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE user;
