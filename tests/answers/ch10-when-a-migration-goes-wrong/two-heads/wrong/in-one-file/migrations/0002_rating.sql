-- Wrong: both scripts in one, under the number that has run on the server.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

CREATE INDEX film_by_rating ON film (rating);

-- migrate:down

DROP INDEX film_by_rating;

DROP TABLE award;

ALTER TABLE film RENAME COLUMN rating TO stars;
