-- The down half gives the codes back by their place among the products that are left, not by the id: when a product before others was deleted (the tea towel), the ladle gets the tea towel's code.

-- The second script of the product shop: no more codes. Perhaps they come back.

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
    SELECT kept.code
    FROM (SELECT code, row_number() OVER (ORDER BY id) AS place FROM product_code_kept) AS kept
    WHERE kept.place = (
        SELECT count(*) FROM product AS other
        WHERE other.id <= product.id AND other.id IN (SELECT id FROM product_code_kept)
    )
)
WHERE id IN (SELECT id FROM product_code_kept);

CREATE UNIQUE INDEX product_by_code ON product (code);

DROP TABLE product_code_kept;
