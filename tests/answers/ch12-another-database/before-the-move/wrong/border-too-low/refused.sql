-- A name of exactly 20 letters is taken for too long.

SELECT id FROM product
WHERE length(name) >= 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (TRUE, FALSE);
