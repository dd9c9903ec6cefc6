-- The down half makes the table again, without its products.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

DROP TABLE product;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);
