-- Wrong: the file has a new number, and still names the old column.

-- migrate:up

CREATE TABLE film (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    year INTEGER NOT NULL,
    stars INTEGER NOT NULL DEFAULT 0
);

-- migrate:down

DROP TABLE film;
