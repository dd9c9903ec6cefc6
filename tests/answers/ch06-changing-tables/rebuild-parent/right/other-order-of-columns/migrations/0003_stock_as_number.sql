-- Where on_sale is 1 the pair is unique just when the name is; every row is copied once, with or without none.

-- My script.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    stock INTEGER NOT NULL,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1
);

INSERT INTO product_new (id, name, on_sale, stock) SELECT id, name, on_sale, 0 FROM product WHERE stock = 'none' UNION ALL SELECT id, name, on_sale, CAST(stock AS INTEGER) FROM product WHERE stock <> 'none';

DROP TABLE product;

ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name, on_sale) WHERE on_sale = 1;
CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock TEXT NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock) SELECT id, name, on_sale, iif(stock = 0, 'none', printf('%d', stock)) FROM product;

DROP TABLE product;

ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;
CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
