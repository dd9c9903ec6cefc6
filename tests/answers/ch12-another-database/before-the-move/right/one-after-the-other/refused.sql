-- Four questions, put together with UNION, which leaves out doubles.

SELECT id FROM product WHERE length(name) > 20
UNION
SELECT id FROM product WHERE typeof(stock) <> 'integer'
UNION
SELECT id FROM product WHERE stock > 2147483647
UNION
SELECT id FROM product WHERE NOT (available = 0 OR available = 1);
