-- Deletes the rows of the example by their ids.

-- migrate:up
DELETE FROM film_director WHERE id IN (4, 6, 7);

CREATE UNIQUE INDEX film_director_pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX film_director_pair;
