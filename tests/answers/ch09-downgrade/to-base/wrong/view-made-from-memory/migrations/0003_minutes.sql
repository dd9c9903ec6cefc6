-- The third way down makes film_title anew with DISTINCT: two films with one title and year are shown once, though only its own script may change that view.

-- The third script of the film list: how long they are. Its up half is given and right; its down half is yours.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;
DROP VIEW film_title;
CREATE TABLE film_new (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    director_id INTEGER
);
INSERT INTO film_new (id, title, year, director_id) SELECT id, title, year, director_id FROM film;
DROP TABLE film;
ALTER TABLE film_new RENAME TO film;
CREATE INDEX film_by_director ON film (director_id);
CREATE VIEW film_title AS
SELECT DISTINCT title, year FROM film;
