-- The first script of the film list: the films.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);

CREATE VIEW film_title AS
SELECT title, year FROM film;

-- migrate:down

-- The view reads from the table, so it goes first. It would not go with the table.

DROP VIEW film_title;

DROP TABLE film;
