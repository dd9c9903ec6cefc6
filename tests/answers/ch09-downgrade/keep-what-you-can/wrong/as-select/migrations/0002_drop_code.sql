-- CREATE TABLE AS makes no key and no rule.

-- migrate:up

CREATE TABLE product_code_kept AS SELECT id, code FROM product WHERE code IS NOT NULL;

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (
    SELECT kept.code FROM product_code_kept AS kept WHERE kept.id = product.id
);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
