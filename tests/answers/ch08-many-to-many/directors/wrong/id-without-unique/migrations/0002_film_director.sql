-- An id makes every row different, so the pair is not unique.

-- migrate:up
CREATE TABLE film_director (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id)
);

-- migrate:down
DROP TABLE film_director;
