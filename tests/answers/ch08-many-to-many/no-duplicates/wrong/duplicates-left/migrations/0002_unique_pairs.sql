-- Makes the rule without cleaning up first.

-- migrate:up
CREATE UNIQUE INDEX film_director_pair ON film_director (film_id, director_id);

-- migrate:down
DROP INDEX film_director_pair;
