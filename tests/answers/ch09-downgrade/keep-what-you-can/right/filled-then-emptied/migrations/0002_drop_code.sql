-- All products are put aside in a temporary table first, and those with a code kept.

-- migrate:up

CREATE TEMPORARY TABLE everything AS SELECT id, code FROM product;

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept SELECT id, code FROM everything WHERE code IS NOT NULL;

DROP TABLE everything;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (
    SELECT kept.code FROM product_code_kept AS kept WHERE kept.id = product.id
);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
