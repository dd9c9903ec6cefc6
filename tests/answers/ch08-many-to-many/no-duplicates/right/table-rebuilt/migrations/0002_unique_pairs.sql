-- Copies one row of each pair into a new table, in which the pair is unique.

-- migrate:up
CREATE TABLE new_film_director (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id),
    UNIQUE (film_id, director_id)
);
INSERT INTO new_film_director (id, film_id, director_id)
SELECT min(id), film_id, director_id FROM film_director GROUP BY film_id, director_id;
DROP TABLE film_director;
ALTER TABLE new_film_director RENAME TO film_director;

-- migrate:down
CREATE TABLE old_film_director (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    director_id INTEGER NOT NULL REFERENCES director (id)
);
INSERT INTO old_film_director (id, film_id, director_id) SELECT id, film_id, director_id FROM film_director;
DROP TABLE film_director;
ALTER TABLE old_film_director RENAME TO film_director;
