-- The defaults of the truth values are numbers, written 0x1 and 0x0.

-- migrate:up

CREATE TABLE product (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) <= 40),
    available BOOLEAN NOT NULL DEFAULT 0x1 CHECK (available IN (TRUE, FALSE)),
    added_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE sale (
    receipt TEXT NOT NULL PRIMARY KEY,
    product_code TEXT NOT NULL REFERENCES product (code),
    pieces INTEGER NOT NULL CHECK (pieces BETWEEN 1 AND 1000),
    paid BOOLEAN NOT NULL DEFAULT 0x0 CHECK (paid IN (TRUE, FALSE))
);

-- migrate:down

DROP TABLE sale;

DROP TABLE product;
