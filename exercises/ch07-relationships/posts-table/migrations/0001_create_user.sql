-- The first script of the microblog, given: the table `user`.

-- migrate:up
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE
);

-- migrate:down
DROP TABLE user;
