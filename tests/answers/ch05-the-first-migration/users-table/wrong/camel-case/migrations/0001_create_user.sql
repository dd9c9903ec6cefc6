-- A name is written in another way.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    userName TEXT NOT NULL,
    eMail TEXT NOT NULL,
    aboutMe TEXT
);

-- migrate:down

DROP TABLE user;
