-- The way back throws away a lost review whose product has come back.

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

CREATE TABLE review_old (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO review_old (id, body, product_id) SELECT id, body, product_id FROM review;
INSERT INTO review_old (id, body, product_id)
SELECT id, body, product_id FROM lost_review WHERE product_id NOT IN (SELECT id FROM product);

DROP TABLE review;
DROP TABLE lost_review;
ALTER TABLE review_old RENAME TO review;
