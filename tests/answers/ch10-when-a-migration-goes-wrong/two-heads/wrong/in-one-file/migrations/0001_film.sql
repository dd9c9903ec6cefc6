-- Wrong: both scripts in one, under the number that has run on the server.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0
);

-- migrate:down

DROP TABLE film;
