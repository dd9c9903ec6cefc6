-- Relies on the key to refuse NULL, which SQLite does not do.

-- migrate:up
CREATE TABLE film_director (
    film_id INTEGER REFERENCES film (id),
    director_id INTEGER REFERENCES director (id),
    PRIMARY KEY (film_id, director_id)
);

-- migrate:down
DROP TABLE film_director;
