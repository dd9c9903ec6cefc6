-- The second way down rebuilds the table with an AUTOINCREMENT key: it is another table than the first script made.

-- The second script of the film list: who directed them. Its up half is given and right; its down half is yours.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

DROP VIEW film_title;
CREATE TABLE film_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    year INTEGER NOT NULL
);
INSERT INTO film_new (id, title, year) SELECT id, title, year FROM film;
DROP TABLE film;
ALTER TABLE film_new RENAME TO film;
CREATE VIEW film_title AS
SELECT title, year FROM film;
DROP TABLE director;
