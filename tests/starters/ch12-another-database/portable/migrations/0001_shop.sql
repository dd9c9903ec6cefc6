-- The first script of the product shop. SQLite takes all of it; PostgreSQL would stop at the first statement.

-- migrate:up

CREATE TABLE sale (
    receipt STRING PRIMARY KEY,
    product_code STRING REFERENCES product (code),
    pieces NUMBER CHECK (typeof(pieces) = 'integer' AND pieces > 0),
    paid BOOLEAN DEFAULT 0
);

CREATE TABLE product (
    code STRING PRIMARY KEY,
    name VARCHAR(40),
    available BOOLEAN DEFAULT 1,
    added_at DATETIME DEFAULT (datetime('now'))
);

-- migrate:down

DROP TABLE product;

DROP TABLE sale;
