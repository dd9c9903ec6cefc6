-- Counts the bytes of a name, so an umlaut counts twice.
SELECT id FROM product WHERE length(CAST(name AS BLOB)) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (0, 1);
