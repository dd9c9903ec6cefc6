-- CAST makes 0 of the word by itself; the index has another name and other words.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock INTEGER NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, CAST(stock AS INTEGER) FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

create unique index one_on_sale on product ([name]) where (on_sale = 1);

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock VARCHAR(10) NOT NULL
);

INSERT INTO product_new (id, name, on_sale, stock)
SELECT id, name, on_sale, iif(stock = 0, 'none', stock) FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;
