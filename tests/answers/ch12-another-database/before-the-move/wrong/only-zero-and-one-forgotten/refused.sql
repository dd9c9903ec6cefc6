-- A truth value that is a number may be any number.

SELECT id FROM product
WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR typeof(available) <> 'integer';
