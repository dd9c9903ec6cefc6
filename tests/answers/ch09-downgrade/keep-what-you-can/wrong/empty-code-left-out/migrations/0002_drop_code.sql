-- `code <> ''` keeps out NULL and also the empty text, which is a code that is there.

-- migrate:up

CREATE TABLE product_code_kept (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL
);

INSERT INTO product_code_kept (id, code) SELECT id, code FROM product WHERE code <> '';

DROP INDEX product_by_code;
ALTER TABLE product DROP COLUMN code;

-- migrate:down

ALTER TABLE product ADD COLUMN code TEXT;

UPDATE product SET code = (SELECT kept.code FROM product_code_kept AS kept WHERE kept.id = product.id);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
