-- Deletes a row when the same pair stands in an older one; the index has the columns the other way round.

-- migrate:up
DELETE FROM film_director
WHERE EXISTS (
    SELECT 1 FROM film_director AS older
    WHERE older.film_id = film_director.film_id
        AND older.director_id = film_director.director_id
        AND older.id < film_director.id
);

CREATE UNIQUE INDEX film_director_pair ON film_director (director_id, film_id);

-- migrate:down
DROP INDEX film_director_pair;
