-- Right: the own script cut in two.

-- migrate:up

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

-- migrate:down

DROP TABLE award;
