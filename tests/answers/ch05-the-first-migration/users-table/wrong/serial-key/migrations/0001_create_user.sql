-- A key as another database writes it.

-- migrate:up

CREATE TABLE user (
    id SERIAL PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

-- migrate:down

DROP TABLE user;
