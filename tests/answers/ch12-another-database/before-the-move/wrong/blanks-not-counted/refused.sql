-- Blanks at the ends of a name are not counted.
SELECT id FROM product WHERE length(trim(name)) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (0, 1);
