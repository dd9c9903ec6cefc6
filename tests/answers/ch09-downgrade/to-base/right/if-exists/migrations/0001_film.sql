-- IF EXISTS everywhere, small letters, without the word COLUMN; the table of directors goes first.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);

CREATE VIEW film_title AS
SELECT title, year FROM film;

-- migrate:down

drop view if exists film_title;
drop table if exists film;
