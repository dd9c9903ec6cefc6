-- Given: the second script of the product shop, reviews. They go with their product.

-- migrate:up

CREATE TABLE review (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    product_id INTEGER NOT NULL REFERENCES product (id) ON DELETE CASCADE
);

-- migrate:down

DROP TABLE review;
