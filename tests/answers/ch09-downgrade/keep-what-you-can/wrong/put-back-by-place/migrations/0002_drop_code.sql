-- The codes are dealt out in the order of the rows, not by the ids.

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

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (
    SELECT kept.code FROM product_code_kept AS kept
    WHERE (SELECT count(*) FROM product_code_kept AS k WHERE k.id < kept.id) = (SELECT count(*) FROM product AS p WHERE p.id < product.id)
);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
