-- A rebuild, which takes the index along; the view is made again because it reads from the table.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

CREATE TABLE film_old (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);

INSERT INTO film_old (id, title, year) SELECT id, title, year FROM film;
DROP VIEW film_title;
DROP TABLE film;
ALTER TABLE film_old RENAME TO film;

CREATE VIEW film_title AS
SELECT title, year FROM film;

DROP TABLE director;
