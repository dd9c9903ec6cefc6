-- The way back is a rebuild with the column in its old place.

-- migrate:up

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept (id, code) SELECT id, code FROM product WHERE code IS NOT NULL;

DROP INDEX product_by_code;
ALTER TABLE product DROP COLUMN code;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT,
    name TEXT NOT NULL
);

INSERT INTO product_new (id, code, name)
SELECT product.id, kept.code, product.name
FROM product LEFT JOIN product_code_kept AS kept ON kept.id = product.id;

DELETE FROM sqlite_sequence WHERE name = 'product_new';
INSERT INTO sqlite_sequence (name, seq) SELECT 'product_new', seq FROM sqlite_sequence WHERE name = 'product';

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
