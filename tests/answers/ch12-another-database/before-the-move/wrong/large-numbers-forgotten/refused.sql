-- Whole numbers that are too large are let through.

SELECT id FROM product
WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR available NOT IN (TRUE, FALSE);
