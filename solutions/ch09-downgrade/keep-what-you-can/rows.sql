-- Given: what the shop sells. The egg timer never had a code.

INSERT INTO product (id, code, name) VALUES
    (1, 'K-100', 'kettle'),
    (2, 'T-017', 'tea towel'),
    (3, NULL, 'egg timer'),
    (4, 'L-250', 'ladle');
