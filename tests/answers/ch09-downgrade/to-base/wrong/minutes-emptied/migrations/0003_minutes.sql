-- The lengths are taken away, not the column.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

UPDATE film SET minutes = NULL;
