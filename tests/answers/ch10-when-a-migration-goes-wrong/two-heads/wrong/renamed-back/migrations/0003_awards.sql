-- Wrong: the column gets its old name again.

-- migrate:up

ALTER TABLE film RENAME COLUMN rating TO stars;

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

CREATE INDEX film_by_stars ON film (stars);

-- migrate:down

DROP INDEX film_by_stars;

DROP TABLE award;

ALTER TABLE film RENAME COLUMN stars TO rating;
