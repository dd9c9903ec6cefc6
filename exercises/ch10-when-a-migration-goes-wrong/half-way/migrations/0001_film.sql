-- Given: the first script of the film list, the table `film`.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    country TEXT
);

-- migrate:down

DROP TABLE film;
