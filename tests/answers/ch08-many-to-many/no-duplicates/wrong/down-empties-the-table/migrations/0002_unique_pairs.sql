-- The down half takes the rows away as well.

-- migrate:up
DELETE FROM film_director
WHERE id NOT IN (SELECT min(id) FROM film_director GROUP BY film_id, director_id);

CREATE UNIQUE INDEX film_director_pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX film_director_pair;
DELETE FROM film_director;
