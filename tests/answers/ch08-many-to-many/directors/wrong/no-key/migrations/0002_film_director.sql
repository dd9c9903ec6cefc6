-- Two foreign keys and no key of its own: a pair can stand there twice.

-- migrate:up
CREATE TABLE film_director (
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id)
);

-- migrate:down
DROP TABLE film_director;
