-- The third script of the film list: how long they are.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

ALTER TABLE film DROP COLUMN minutes;
