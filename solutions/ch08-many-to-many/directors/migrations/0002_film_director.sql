-- The join table of films and directors.

-- migrate:up
CREATE TABLE film_director (
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id),
    PRIMARY KEY (film_id, director_id)
);

-- migrate:down
DROP TABLE film_director;
