-- Link looks only for the film, not for the pair.
-- migrate:up
DELETE FROM film_director WHERE id NOT IN (SELECT min(id) FROM film_director GROUP BY film_id, director_id);
CREATE UNIQUE INDEX pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX pair;
