-- A text that begins with a digit passes as a number.

SELECT id FROM product
WHERE length(name) > 20
   OR typeof(stock) = 'real' OR (typeof(stock) = 'text' AND CAST(stock AS INTEGER) = 0)
   OR (typeof(stock) = 'integer' AND stock > 2147483647)
   OR available NOT IN (TRUE, FALSE);
