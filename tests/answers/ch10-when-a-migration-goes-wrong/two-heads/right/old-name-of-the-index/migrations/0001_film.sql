-- Right: the index keeps its name, which is nobody else's business.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0
);

-- migrate:down

DROP TABLE film;
