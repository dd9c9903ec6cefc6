-- The trigger lets an id become smaller.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock INTEGER NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, CASE stock WHEN 'none' THEN 0 ELSE CAST(stock AS INTEGER) END
FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
WHEN NEW.id > OLD.id
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock TEXT NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, CASE stock WHEN 0 THEN 'none' ELSE CAST(stock AS TEXT) END
FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
WHEN NEW.id > OLD.id
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
