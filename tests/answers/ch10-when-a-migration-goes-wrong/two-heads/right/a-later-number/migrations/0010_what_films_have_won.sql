-- Right: any number behind the others will do, and any words after it.

-- migrate:up

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

-- The stars are called `rating` since `0002_rating.sql`.
CREATE INDEX film_by_rating ON film (rating);

-- migrate:down

DROP INDEX film_by_rating;

DROP TABLE award;
