-- A rebuild that forgets the index on the name.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_old (id, code, name, stock) SELECT id, code, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_old RENAME TO product;

-- The index went with the old table.
