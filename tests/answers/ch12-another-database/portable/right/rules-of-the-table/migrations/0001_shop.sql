-- Right: every rule at the end of its table, with a name.

-- migrate:up

CREATE TABLE product (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    available BOOLEAN NOT NULL DEFAULT TRUE,
    added_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT product_key PRIMARY KEY (code),
    CONSTRAINT name_is_short CHECK (length(name) < 41),
    CONSTRAINT available_is_true_or_false CHECK (available = TRUE OR available = FALSE)
);

CREATE TABLE sale (
    receipt TEXT NOT NULL,
    product_code TEXT NOT NULL,
    pieces INTEGER NOT NULL,
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT sale_key PRIMARY KEY (receipt),
    CONSTRAINT sale_of_a_product FOREIGN KEY (product_code) REFERENCES product (code),
    CONSTRAINT pieces_are_some CHECK (pieces >= 1 AND pieces <= 1000),
    CONSTRAINT paid_is_true_or_false CHECK (paid IN (FALSE, TRUE))
);

-- migrate:down

DROP TABLE sale;

DROP TABLE product;
