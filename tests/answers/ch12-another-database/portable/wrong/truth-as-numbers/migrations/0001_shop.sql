-- The rule of `paid` compares the truth value with the numbers 0 and 1 (in a CASE, which the three queries do not list); PostgreSQL has no such comparison and stops at it.

-- The first script of the product shop, for SQLite and PostgreSQL.

-- migrate:up
CREATE TABLE product (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 40),
    available BOOLEAN NOT NULL DEFAULT TRUE CHECK (available IN (TRUE, FALSE)),
    added_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sale (
    receipt TEXT NOT NULL PRIMARY KEY,
    product_code TEXT NOT NULL REFERENCES product (code),
    pieces INTEGER NOT NULL CHECK (pieces BETWEEN 1 AND 1000),
    paid BOOLEAN NOT NULL DEFAULT FALSE CHECK (CASE paid WHEN 0 THEN TRUE WHEN 1 THEN TRUE ELSE FALSE END)
);

-- migrate:down
DROP TABLE sale;

DROP TABLE product;
