-- Given: the users of the microblog. No two have the same name.

-- migrate:up
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL
);

CREATE UNIQUE INDEX user_by_name ON user (username);

-- migrate:down
DROP TABLE user;
