-- The condition is written with IN.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock INTEGER NOT NULL
);
INSERT INTO product_new (id, name, on_sale, stock) SELECT id, name, on_sale, CAST(replace(stock, 'none', '0') AS INTEGER) FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale IN (1);
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
INSERT INTO product_new (id, name, on_sale, stock) SELECT id, name, on_sale, coalesce(nullif(CAST(stock AS TEXT), '0'), 'none') FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;
CREATE TRIGGER ids_stay BEFORE UPDATE OF id ON product FOR EACH ROW
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
