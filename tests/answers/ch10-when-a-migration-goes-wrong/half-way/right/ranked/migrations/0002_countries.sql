-- Each country gets its rank as its number.

-- migrate:up

CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO country (id, name) SELECT DISTINCT dense_rank() OVER (ORDER BY country), country FROM film WHERE country IS NOT NULL;
ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);
UPDATE film SET country_id = country.id FROM country WHERE country.name = film.country;

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;
DROP TABLE country;
