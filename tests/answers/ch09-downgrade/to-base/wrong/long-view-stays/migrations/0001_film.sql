-- The view is made again on the way down.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);

CREATE VIEW film_title AS
SELECT title, year FROM film;

-- migrate:down

DROP VIEW film_title;

DROP TABLE film;
