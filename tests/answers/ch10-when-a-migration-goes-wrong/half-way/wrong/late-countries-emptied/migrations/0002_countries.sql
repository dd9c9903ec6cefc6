-- The old text is emptied for each country after the fiftieth.

-- migrate:up

CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO country (name) SELECT DISTINCT country FROM film WHERE country IS NOT NULL ORDER BY country;
ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);
UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = film.country);
UPDATE film SET country = NULL WHERE country_id IS NULL OR country_id > 50;

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;
DROP TABLE country;
