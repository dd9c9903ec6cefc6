-- The second script of the product shop: every review is about a product that exists.

-- migrate:up

CREATE TABLE lost_review (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO lost_review (id, body, product_id)
SELECT id, body, product_id FROM review WHERE product_id NOT IN (SELECT id FROM product);

CREATE TABLE review_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id)
);

INSERT INTO review_new (id, body, product_id)
SELECT id, body, product_id FROM review WHERE product_id IN (SELECT id FROM product);

DROP TABLE review;

ALTER TABLE review_new RENAME TO review;

-- migrate:down

CREATE TABLE review_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO review_new (id, body, product_id)
SELECT id, body, product_id FROM review
UNION ALL
SELECT id, body, product_id FROM lost_review;

DROP TABLE review;

ALTER TABLE review_new RENAME TO review;

DROP TABLE lost_review;
