-- Cleans up, and makes an index that is not unique.

-- migrate:up
DELETE FROM film_director
WHERE id NOT IN (SELECT min(id) FROM film_director GROUP BY film_id, director_id);

CREATE INDEX film_director_pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX film_director_pair;
