-- Given: what the shop sells, added before anybody thought of a price.

INSERT INTO product (id, name, stock) VALUES
    (1, 'kettle', 4),
    (2, 'tea towel', 30),
    (3, 'egg timer', 0);
