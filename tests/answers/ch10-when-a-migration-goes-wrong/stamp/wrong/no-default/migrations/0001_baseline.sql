-- Wrong: the default of the stock is not in the baseline.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stock INTEGER NOT NULL CHECK (stock >= 0)
);

CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    cookie_id INTEGER NOT NULL REFERENCES cookie (id),
    pieces INTEGER NOT NULL,
    sold_on TEXT NOT NULL
);

CREATE INDEX sale_by_day ON sale (sold_on);

-- migrate:down
