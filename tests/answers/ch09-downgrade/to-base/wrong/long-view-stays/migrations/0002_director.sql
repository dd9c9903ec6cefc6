-- The view is made again on the way down.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

DROP VIEW IF EXISTS long_film;

DROP INDEX film_by_director;

ALTER TABLE film DROP COLUMN director_id;

DROP TABLE director;
