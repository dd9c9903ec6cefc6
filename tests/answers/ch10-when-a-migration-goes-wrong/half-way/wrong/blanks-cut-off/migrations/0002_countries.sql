-- Blanks around a country are cut off, so two become one.

-- migrate:up

CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO country (name) SELECT DISTINCT trim(country) FROM film WHERE country IS NOT NULL ORDER BY trim(country);
ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);
UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = trim(film.country));

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;
DROP TABLE country;
