-- The table is created once more, although it is there.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    price INTEGER
);

-- migrate:down

ALTER TABLE product DROP COLUMN price;
