-- Given: what the shop sells and used to sell, and what people say about it.

INSERT INTO product (id, name, on_sale, stock) VALUES
    (1, 'kettle', 1, '4'),
    (2, 'tea towel', 1, '30'),
    (3, 'egg timer', 1, 'none'),
    (4, 'kettle', 0, '1');

INSERT INTO review (id, body, product_id) VALUES
    (1, 'boils quickly', 1),
    (2, 'rings loudly', 3),
    (3, 'whistles', 4);
