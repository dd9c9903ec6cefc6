-- The view is made again on the way down.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

DROP VIEW IF EXISTS long_film;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

ALTER TABLE film DROP COLUMN minutes;

CREATE VIEW long_film AS
SELECT title, NULL AS minutes FROM film WHERE FALSE;
