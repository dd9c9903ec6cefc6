-- The three countries of the example are written down.

-- migrate:up

CREATE TABLE country (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO country (name)
SELECT column1 FROM (VALUES ('Germany'), ('Soviet Union'), ('United States'))
WHERE EXISTS (SELECT 1 FROM film);

ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);

UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = film.country);

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;

DROP TABLE country;
