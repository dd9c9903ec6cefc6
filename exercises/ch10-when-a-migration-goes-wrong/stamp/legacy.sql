-- Given: the shop's own database. It was made by hand years ago, and no script knows of it.

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

INSERT INTO cookie (id, name, stock) VALUES
    (1, 'Chocolate chip', 24),
    (2, 'Oat', 0),
    (3, 'Ginger', 7);

INSERT INTO sale (id, cookie_id, pieces, sold_on) VALUES
    (1, 1, 2, '2019-05-04'),
    (2, 3, 12, '2019-05-04'),
    (3, 1, 1, '2024-12-24');
