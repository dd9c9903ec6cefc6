-- The codes are kept by the names of the products, which change.

-- migrate:up

CREATE TABLE product_code_kept (
    name TEXT PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept (name, code)
SELECT name, code FROM product WHERE code IS NOT NULL;

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (
    SELECT kept.code FROM product_code_kept AS kept WHERE kept.name = product.name
);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
