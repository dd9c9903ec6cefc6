-- A second column, the values copied, the first one dropped and its name taken over.

-- migrate:up

ALTER TABLE product ADD COLUMN number INTEGER;
UPDATE product SET number = CASE WHEN stock = 'none' THEN 0 ELSE stock + 0 END;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock INTEGER NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, number FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;

-- migrate:down

UPDATE product SET stock = 'none' WHERE stock = 0;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock TEXT NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, stock FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
