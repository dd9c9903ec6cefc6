-- Rebuilds on the way up and back.

-- migrate:up

CREATE TABLE user_new (id INTEGER PRIMARY KEY, username TEXT NOT NULL, email TEXT NOT NULL);
INSERT INTO user_new SELECT id, username, email FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;

-- migrate:down

CREATE TABLE user_old (id INTEGER PRIMARY KEY, username TEXT NOT NULL, email TEXT NOT NULL, about TEXT);
INSERT INTO user_old SELECT user.id, username, email, profile.about FROM user LEFT JOIN profile ON profile.user_id = user.id;
DROP TABLE user;
ALTER TABLE user_old RENAME TO user;
