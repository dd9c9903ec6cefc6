-- Given: the first script of the microblog, the table `user` as its first model had it.

-- migrate:up

CREATE TABLE user (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    username varchar NOT NULL
);

-- migrate:down

DROP TABLE user;
