-- Of more than 200 products that do not fit only 200 are given.

-- The ids of the products that do not fit the types of PostgreSQL.

SELECT id FROM product
WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (TRUE, FALSE)
ORDER BY id LIMIT 200;
