-- The rebuild says AUTOINCREMENT: the key has become another one, ids of deleted products are not used again, and it stays so after the way down.

-- The second script of the product shop: a robot finds the products now, and nobody needs the shelf.

-- migrate:up
DROP INDEX product_by_shelf;

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL DEFAULT 0
);
INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down
ALTER TABLE product ADD COLUMN shelf TEXT;

CREATE INDEX product_by_shelf ON product (shelf);
