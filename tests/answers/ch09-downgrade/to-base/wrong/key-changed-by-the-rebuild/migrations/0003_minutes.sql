-- The second way down rebuilds the table with an AUTOINCREMENT key: it is another table than the first script made.

-- The third script of the film list: how long they are. Its up half is given and right; its down half is yours.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

DROP VIEW long_film;

ALTER TABLE film DROP COLUMN minutes;
