-- The second way down rebuilds the table with an AUTOINCREMENT key: it is another table than the first script made.

-- The first script of the film list: the films. Its up half is given and right; its down half is yours.

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
