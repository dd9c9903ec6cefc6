-- Given: what the shop sold while all its customers paid in euro.

INSERT INTO product (id, name, price) VALUES
    (1, 'kettle', 2450),
    (2, 'tea towel', 490),
    (3, 'egg timer', 1200);
