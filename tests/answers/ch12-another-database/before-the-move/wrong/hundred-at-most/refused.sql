-- Gives a hundred ids at most.
SELECT id FROM product WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (0, 1) LIMIT 100;
