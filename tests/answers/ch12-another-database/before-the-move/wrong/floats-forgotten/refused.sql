-- A stock that is a floating number is let through.

SELECT id FROM product
WHERE length(name) > 20 OR typeof(stock) = 'text' OR stock > 2147483647 OR available NOT IN (TRUE, FALSE);
