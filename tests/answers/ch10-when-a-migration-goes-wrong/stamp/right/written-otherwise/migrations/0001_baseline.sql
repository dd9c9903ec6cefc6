-- Right: the same rules in other words.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INT NOT NULL DEFAULT (0),
    CHECK (NOT stock < 0)
);

CREATE UNIQUE INDEX cookie_by_name ON cookie (name);

CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    cookie_id INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    sold_on TEXT NOT NULL,
    FOREIGN KEY (cookie_id) REFERENCES cookie (id)
);

CREATE INDEX sales_of_a_day ON sale (sold_on);

-- migrate:down
