-- The newest script drops the whole table.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

DROP TABLE film;
