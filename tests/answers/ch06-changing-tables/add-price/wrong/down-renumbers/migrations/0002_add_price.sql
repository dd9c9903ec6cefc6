-- The rebuild on the way back hands out new ids.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (name, stock)
SELECT name, stock FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
