-- Given: films, directors, and a join table that does not mind a pair that stands there twice.

-- migrate:up
CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL
);
CREATE TABLE director (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE film_director (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id)
);

-- migrate:down
DROP TABLE film_director;
DROP TABLE director;
DROP TABLE film;
