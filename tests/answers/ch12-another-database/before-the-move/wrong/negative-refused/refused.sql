-- A stock below zero is refused, although it is a whole number that fits.

SELECT id FROM product WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR stock NOT BETWEEN 0 AND 2147483647 OR available NOT IN (TRUE, FALSE);
