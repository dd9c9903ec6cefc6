-- The column goes before its index.

-- migrate:up

CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

ALTER TABLE film ADD COLUMN director_id INTEGER;

CREATE INDEX film_by_director ON film (director_id);

-- migrate:down

ALTER TABLE film DROP COLUMN director_id;

DROP TABLE director;
