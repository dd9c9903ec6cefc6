-- A rebuild that forgets that codes are unique.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_old (id, code, name, stock) SELECT id, code, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;

CREATE INDEX product_by_name ON product (name);
