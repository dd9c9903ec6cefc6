-- The column goes first, while the view still reads it.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

ALTER TABLE film DROP COLUMN minutes;

DROP VIEW long_film;
