-- Makes each column unique for itself: a film can have one director only.

-- migrate:up
CREATE TABLE film_director (
    film_id INTEGER NOT NULL UNIQUE REFERENCES film (id),
    director_id INTEGER NOT NULL UNIQUE REFERENCES director (id),
    PRIMARY KEY (film_id, director_id)
);

-- migrate:down
DROP TABLE film_director;
