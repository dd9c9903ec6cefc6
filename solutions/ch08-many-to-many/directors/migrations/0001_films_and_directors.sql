-- Given: the films, and the people who direct.

-- migrate:up
CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL
);
CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

-- migrate:down
DROP TABLE director;
DROP TABLE film;
