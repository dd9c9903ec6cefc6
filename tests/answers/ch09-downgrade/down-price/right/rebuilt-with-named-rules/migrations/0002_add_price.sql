-- A rebuild with the rules on the table, in another order of columns.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

CREATE INDEX product_by_price ON product (price);

-- migrate:down

DROP INDEX product_by_price;

CREATE TABLE "new" (
    "stock" INT DEFAULT (0) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "code" VARCHAR(20) NOT NULL,
    "id" INTEGER NOT NULL,
    CONSTRAINT product_key PRIMARY KEY ("id"),
    CONSTRAINT product_code_once UNIQUE ("code")
);
INSERT INTO "new" (id, code, name, stock) SELECT id, code, name, stock FROM product;
DROP TABLE product;
ALTER TABLE "new" RENAME TO product;
CREATE INDEX product_by_name ON product (name);
