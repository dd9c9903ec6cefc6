-- Given: what the shop sells, and what it says about it.

INSERT INTO product (id, name, info) VALUES
    (1, 'kettle', 'boils in three minutes'),
    (2, 'tea towel', NULL),
    (3, 'egg timer', 'rings until somebody comes');
