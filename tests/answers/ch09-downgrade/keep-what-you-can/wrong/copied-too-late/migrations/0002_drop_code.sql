-- The codes are copied when the column is gone.

-- migrate:up

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

DROP INDEX product_by_code;

ALTER TABLE product DROP COLUMN code;

INSERT INTO product_code_kept (id, code)
SELECT id, code FROM product WHERE code IS NOT NULL;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (
    SELECT kept.code FROM product_code_kept AS kept WHERE kept.id = product.id
);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
