-- The up half drops the column by a rebuild.

-- migrate:up

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept (id, code) SELECT id, code FROM product WHERE code IS NOT NULL;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
);

INSERT INTO product_new (id, name) SELECT id, name FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (SELECT kept.code FROM product_code_kept AS kept WHERE kept.id = product.id);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
