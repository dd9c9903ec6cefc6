-- Wrong: the rows are copied too.

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

INSERT INTO cookie (id, name, stock) VALUES (1, 'Chocolate chip', 24), (2, 'Oat', 0), (3, 'Ginger', 7);

-- migrate:down
