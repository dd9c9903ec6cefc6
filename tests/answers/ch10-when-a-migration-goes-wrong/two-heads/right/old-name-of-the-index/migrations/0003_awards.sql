-- Right: the index keeps its name, which is nobody else's business.

-- migrate:up

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

CREATE INDEX film_by_stars ON film (rating);

-- migrate:down

DROP INDEX film_by_stars;

DROP TABLE award;
