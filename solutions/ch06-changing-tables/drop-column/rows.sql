-- Given: what the shop sells, and where it stands.

INSERT INTO product (id, name, shelf, stock) VALUES
    (1, 'kettle', 'A1', 4),
    (2, 'tea towel', 'B7', 30),
    (3, 'egg timer', NULL, 0);
