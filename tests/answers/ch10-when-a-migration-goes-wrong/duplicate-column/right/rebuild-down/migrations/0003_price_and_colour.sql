-- Right: the way back as a rebuild.

-- migrate:up

ALTER TABLE product ADD COLUMN colour TEXT;

-- migrate:down

CREATE TABLE before AS SELECT id, name, stock, price FROM product;

DROP TABLE product;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0,
    price INTEGER
);

INSERT INTO product (id, name, stock, price) SELECT id, name, stock, price FROM before;

DROP TABLE before;
