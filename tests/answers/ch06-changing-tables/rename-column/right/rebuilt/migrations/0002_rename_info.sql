-- A rebuild on the way up, a rename on the way back.

-- migrate:up

CREATE TABLE product_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    description TEXT,
    CONSTRAINT short_description CHECK (length(description) < 41)
);

INSERT INTO product_new (id, name, description) SELECT id, name, info FROM product;
DROP TABLE product;
ALTER TABLE product_new RENAME TO product;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
