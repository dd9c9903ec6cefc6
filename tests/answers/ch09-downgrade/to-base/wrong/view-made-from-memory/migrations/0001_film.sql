-- The third way down makes film_title anew with DISTINCT: two films with one title and year are shown once, though only its own script may change that view.

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
