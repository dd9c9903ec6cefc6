-- Given: the first script of the product shop, the table `product` and two rules on it.

-- migrate:up

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    on_sale INTEGER NOT NULL DEFAULT 1,
    stock TEXT NOT NULL
);

-- Two products on sale never share a name. With those that are no longer sold, a product may.
CREATE UNIQUE INDEX product_on_sale_by_name ON product (name) WHERE on_sale = 1;

CREATE TRIGGER product_keeps_its_id BEFORE UPDATE OF id ON product
BEGIN
    SELECT raise(ABORT, 'the id of a product never changes');
END;

-- migrate:down

DROP TABLE product;
