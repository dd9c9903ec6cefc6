-- The second script of the film list: a table of countries, filled from the films. It fails where there are films.

-- migrate:up

CREATE TABLE country (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO country (name)
SELECT country FROM film
ORDER BY country;

ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);

UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = film.country);

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;

DROP TABLE country;
