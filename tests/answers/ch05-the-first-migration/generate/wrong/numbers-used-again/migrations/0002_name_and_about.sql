-- A rebuild in both directions that forgets AUTOINCREMENT: the number of a deleted user is used again.

-- migrate:up

CREATE TABLE user_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    about TEXT
);

INSERT INTO user_new (id, name) SELECT id, username FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;

-- migrate:down

CREATE TABLE user_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL
);

INSERT INTO user_old (id, username) SELECT id, name FROM user;
DROP TABLE user;
ALTER TABLE user_old RENAME TO user;
