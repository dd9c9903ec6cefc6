-- The way back is a rebuild that hands out the number of a deleted product again.

-- migrate:up

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept (id, code)
SELECT id, code FROM product WHERE code IS NOT NULL;

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

-- migrate:down

CREATE TABLE product_old (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT,
    name TEXT NOT NULL
);

INSERT INTO product_old (id, code, name)
SELECT product.id, kept.code, product.name
FROM product LEFT JOIN product_code_kept AS kept ON kept.id = product.id;

DROP TABLE product;
ALTER TABLE product_old RENAME TO product;
CREATE UNIQUE INDEX product_by_code ON product (code);
DROP TABLE product_code_kept;
