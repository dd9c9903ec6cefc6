-- Only the table of directors goes.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

DROP INDEX film_by_director;

DROP TABLE director;
