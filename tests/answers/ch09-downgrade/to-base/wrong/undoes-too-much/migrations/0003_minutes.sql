-- The newest script takes back what the second one made, too.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

ALTER TABLE film DROP COLUMN minutes;

DROP INDEX film_by_director;

ALTER TABLE film DROP COLUMN director_id;

DROP TABLE director;
