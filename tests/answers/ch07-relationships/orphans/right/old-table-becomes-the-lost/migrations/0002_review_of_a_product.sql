-- The old table gets the new name and keeps only the orphans.

-- migrate:up

ALTER TABLE review RENAME TO lost_review;

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id)
);

INSERT INTO review (id, body, product_id)
SELECT lost_review.id, body, product_id FROM lost_review JOIN product ON product.id = product_id;

DELETE FROM lost_review WHERE id IN (SELECT id FROM review);

-- migrate:down

INSERT INTO lost_review (id, body, product_id) SELECT id, body, product_id FROM review;

DROP TABLE review;

ALTER TABLE lost_review RENAME TO review;
