-- The old table is renamed out of the way; nobody points at it, so that does no harm.

-- migrate:up

ALTER TABLE product RENAME TO product_old;

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name VARCHAR(40) NOT NULL,
    stock INT NOT NULL DEFAULT 0,
    CONSTRAINT name_is_short CHECK (length(name) < 41)
);

INSERT INTO product SELECT * FROM product_old;
DROP TABLE product_old;
CREATE INDEX product_by_name ON product (name);

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 12),
    stock INTEGER NOT NULL DEFAULT 0
);

INSERT INTO product_new (id, name, stock) SELECT id, substr(name, 1, 12), stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE INDEX product_by_name ON product (name);
