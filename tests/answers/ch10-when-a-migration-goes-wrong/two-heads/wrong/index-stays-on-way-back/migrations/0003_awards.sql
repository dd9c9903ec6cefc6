-- After the way back to 0002 the index on film is still there, which the server does not have; IF NOT EXISTS hides it.

-- Your script: the awards a film has won, and a quick way to the best films.

-- migrate:up

CREATE TABLE award (
    id INTEGER PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES film (id),
    name TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS film_by_stars ON film (rating);

-- migrate:down

DROP TABLE award;
