-- The orphans are put aside, and the table is not rebuilt.

-- migrate:up

CREATE TABLE lost_review (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO lost_review (id, body, product_id)
SELECT id, body, product_id FROM review WHERE product_id NOT IN (SELECT id FROM product);

DELETE FROM review WHERE product_id NOT IN (SELECT id FROM product);

-- migrate:down

CREATE TABLE review_new (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL
);

INSERT INTO review_new (id, body, product_id) SELECT id, body, product_id FROM review;

INSERT INTO review_new (id, body, product_id) SELECT id, body, product_id FROM lost_review;

DROP TABLE review;

ALTER TABLE review_new RENAME TO review;

DROP TABLE lost_review;
