-- Only a product that breaks every type at once is found.

SELECT id FROM product
WHERE length(name) > 20 AND typeof(stock) <> 'integer' AND available NOT IN (TRUE, FALSE);
