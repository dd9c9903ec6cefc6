-- IF EXISTS everywhere, small letters, without the word COLUMN; the table of directors goes first.

-- migrate:up

ALTER TABLE film ADD COLUMN minutes INTEGER;

CREATE VIEW long_film AS
SELECT title, minutes FROM film WHERE minutes > 150;

-- migrate:down

drop view if exists long_film;
alter table film drop minutes;
