-- Refuses only when there are sales (a NOT NULL fails); a shop without sales loses its tables.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0)
);
CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    cookie_id INTEGER NOT NULL REFERENCES cookie (id),
    pieces INTEGER NOT NULL,
    sold_on TEXT NOT NULL
);
CREATE INDEX sale_by_day ON sale (sold_on);

-- migrate:down

CREATE TEMP TABLE guard (n INTEGER CHECK (n = 0));
INSERT INTO guard SELECT count(*) FROM sale;
DROP TABLE guard;
DROP TABLE sale;
DROP TABLE cookie;
