-- The view is made to read something else, so that the column can go.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

CREATE VIEW long_film AS SELECT title FROM film;

ALTER TABLE film DROP COLUMN minutes;
