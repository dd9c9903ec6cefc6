-- Wrong: a number that sorts before the script on the server.

-- migrate:up

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

CREATE INDEX film_by_stars ON film (stars);

-- migrate:down

DROP INDEX film_by_stars;

DROP TABLE award;
