-- The orphans stay, with NULL for their product.

-- migrate:up

CREATE TABLE review_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER REFERENCES product (id)
);

INSERT INTO review_new (id, body, product_id)
SELECT id, body, CASE WHEN product_id IN (SELECT id FROM product) THEN product_id END FROM review;

DROP TABLE review;

ALTER TABLE review_new RENAME TO review;

-- migrate:down

CREATE TABLE review_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO review_new (id, body, product_id)
SELECT id, body, product_id FROM review WHERE product_id IN (SELECT id FROM product);

DROP TABLE review;

ALTER TABLE review_new RENAME TO review;
