-- All constraints at the end, with names, and the columns the other way round.

-- migrate:up
CREATE TABLE film_director (
    director_id INTEGER NOT NULL,
    film_id INTEGER NOT NULL,
    CONSTRAINT pair PRIMARY KEY (film_id, director_id),
    CONSTRAINT who FOREIGN KEY (director_id) REFERENCES director (id),
    CONSTRAINT what FOREIGN KEY (film_id) REFERENCES film (id)
);

-- migrate:down
DROP TABLE IF EXISTS film_director;
