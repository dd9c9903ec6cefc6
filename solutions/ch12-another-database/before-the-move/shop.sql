-- Given: the shop's table as it is on SQLite, and what has come into it over the years.

CREATE TABLE product (
    id INTEGER PRIMARY KEY,
    name VARCHAR(20) NOT NULL,
    stock INTEGER NOT NULL,
    available BOOLEAN NOT NULL DEFAULT TRUE
);

INSERT INTO product (id, name, stock, available) VALUES
    (1, 'kettle', 4, TRUE),
    (2, 'set of seven wooden spoons', 11, TRUE),
    (3, 'egg timer', 'many', TRUE),
    (4, 'tea towel', '30', FALSE),
    (5, 'tea in a sack', 2.5, TRUE),
    (6, 'grain of rice', 5000000000, TRUE),
    (7, 'whisk', 12, 'soon'),
    (8, 'a name of 20 letters', 2147483647, 1),
    (9, 'ladle', 0, 2);
