-- A rebuild in both directions that keeps the counter.

-- migrate:up

CREATE TABLE user_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    about TEXT
);

INSERT INTO user_new (id, name) SELECT id, username FROM user;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'user') WHERE name = 'user_new';
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;

-- migrate:down

CREATE TABLE user_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    username TEXT NOT NULL
);

INSERT INTO user_old (id, username) SELECT id, name FROM user;
UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'user') WHERE name = 'user_old';
DROP TABLE user;
ALTER TABLE user_old RENAME TO user;
