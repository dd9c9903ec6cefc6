-- Given: the first script of the microblog, the table `user`.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE user;
