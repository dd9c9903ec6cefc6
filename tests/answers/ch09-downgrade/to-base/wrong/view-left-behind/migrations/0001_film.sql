-- The view stays behind when its table goes.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);

CREATE VIEW film_title AS
SELECT title, year FROM film;

-- migrate:down

DROP TABLE film;
