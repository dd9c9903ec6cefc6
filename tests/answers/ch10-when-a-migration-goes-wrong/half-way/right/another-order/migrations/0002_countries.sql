-- Right: the column first, then the table, then the rows.

-- migrate:up

ALTER TABLE film ADD COLUMN country_id INTEGER REFERENCES country (id);

CREATE TABLE country (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

INSERT INTO country (name)
SELECT country FROM film WHERE country IS NOT NULL
UNION
SELECT country FROM film WHERE country IS NOT NULL
ORDER BY 1;

UPDATE film SET country_id = country.id FROM country WHERE country.name = film.country;

-- migrate:down

ALTER TABLE film DROP COLUMN country_id;

DROP TABLE country;
