-- Right: the own script cut in two.

-- migrate:up

CREATE INDEX best_films ON film (rating);

-- migrate:down

DROP INDEX best_films;
