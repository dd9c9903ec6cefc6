-- A rebuild that trims every text on the way.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT CHECK (length(description) <= 40)
);

INSERT INTO product_new (id, name, description)
SELECT id, name, trim(info) FROM product;

DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
