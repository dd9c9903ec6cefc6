-- Deletes every row of a pair that stands there twice.

-- migrate:up
DELETE FROM film_director
WHERE (film_id, director_id) IN (
    SELECT film_id, director_id FROM film_director GROUP BY film_id, director_id HAVING count(*) > 1
);

CREATE UNIQUE INDEX film_director_pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX film_director_pair;
