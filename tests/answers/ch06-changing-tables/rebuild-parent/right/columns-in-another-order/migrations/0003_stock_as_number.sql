-- The new tables have the columns in another order and the index compares 1 = on_sale; names, types and rules are the same.

-- The third script of the product shop: the stock is a number at last.

-- migrate:up

CREATE TABLE product_new (
    stock INTEGER NOT NULL,
    name TEXT NOT NULL,
    on_sale INTEGER DEFAULT 1 NOT NULL,
    id INTEGER PRIMARY KEY
);
INSERT INTO product_new (stock, name, on_sale, id)
SELECT CASE WHEN stock = 'none' THEN 0 ELSE CAST(stock AS INTEGER) END, name, on_sale, id FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_name_on_sale ON product (name) WHERE 1 = on_sale;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
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
SELECT id, name, on_sale, CASE stock WHEN 0 THEN 'none' ELSE CAST(stock AS TEXT) END FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
