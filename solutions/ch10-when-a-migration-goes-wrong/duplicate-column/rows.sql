-- Given: what the shop sells, with the prices that are known.

INSERT INTO product (id, name, stock, price) VALUES
    (1, 'kettle', 4, 2450),
    (2, 'tea towel', 30, 490),
    (3, 'egg timer', 0, NULL);
