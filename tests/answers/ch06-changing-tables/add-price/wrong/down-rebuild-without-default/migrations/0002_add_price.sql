-- The down half rebuilds the table and forgets the default.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER;

-- migrate:down

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL
);

INSERT INTO product_new (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;
