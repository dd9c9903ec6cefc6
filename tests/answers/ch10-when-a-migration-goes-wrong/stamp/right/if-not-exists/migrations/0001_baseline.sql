-- Right: it would pass over tables that are there, and it is never run where they are.

-- migrate:up

CREATE TABLE IF NOT EXISTS cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0)
);

CREATE TABLE IF NOT EXISTS sale (
    id INTEGER PRIMARY KEY,
    cookie_id INTEGER NOT NULL REFERENCES cookie (id),
    pieces INTEGER NOT NULL,
    sold_on TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS sale_by_day ON sale (sold_on);

-- migrate:down
