-- A rebuild with unique constraints, and one without them on the way back.

-- migrate:up

CREATE TABLE user_new (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    about TEXT,
    CONSTRAINT one_address_each UNIQUE (email)
);

INSERT INTO user_new SELECT id, username, email, about FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;

-- migrate:down

CREATE TABLE user_old (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

INSERT INTO user_old SELECT id, username, email, about FROM user;
DROP TABLE user;
ALTER TABLE user_old RENAME TO user;
