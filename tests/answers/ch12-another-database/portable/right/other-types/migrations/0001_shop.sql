-- Right: types of the same kind that both databases know as well.

-- migrate:up

CREATE TABLE product (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 40),
    available BOOL NOT NULL DEFAULT TRUE CHECK (available IN (TRUE, FALSE)),
    added_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sale (
    receipt TEXT NOT NULL PRIMARY KEY,
    product_code TEXT NOT NULL REFERENCES product (code),
    -- Both ends: for SQLite every text is greater than every number.
    pieces BIGINT NOT NULL CHECK (pieces BETWEEN 1 AND 1000),
    paid BOOL NOT NULL DEFAULT FALSE CHECK (paid IN (TRUE, FALSE))
);

-- migrate:down

-- The child first: PostgreSQL does not drop a table that another one refers to.
DROP TABLE sale;

DROP TABLE product;
