-- Given: what the shop sells, added before there was a price.

INSERT INTO product (id, code, name, stock) VALUES
    (1, 'K-100', 'kettle', 4),
    (2, 'T-017', 'tea towel', 30),
    (3, 'E-003', 'egg timer', 0);
