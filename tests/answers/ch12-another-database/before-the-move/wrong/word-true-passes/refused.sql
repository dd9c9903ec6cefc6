-- The words for true and false pass as truth values.

SELECT id FROM product
WHERE length(name) > 20
   OR typeof(stock) <> 'integer'
   OR stock > 2147483647
   OR (available NOT IN (1, 0) AND lower(available) NOT IN ('true', 'false', 't', 'f', 'yes'));
