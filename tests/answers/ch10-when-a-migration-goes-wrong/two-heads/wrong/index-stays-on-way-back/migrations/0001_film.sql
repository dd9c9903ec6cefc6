-- After the way back to 0002 the index on film is still there, which the server does not have; IF NOT EXISTS hides it.

-- The first script of the film list, the table `film`. It has run everywhere.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0
);

-- migrate:down

DROP TABLE film;
