-- The table goes before the view, which SQLite allows.

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

DROP VIEW film_title;
