-- Given: what the shop sells, in twelve letters.

INSERT INTO product (id, name, stock) VALUES
    (1, 'kettle', 4),
    (2, 'tea towel', 30),
    (3, 'egg timer', 0);
