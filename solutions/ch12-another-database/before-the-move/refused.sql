-- The ids of the products that do not fit the types of PostgreSQL.

SELECT id FROM product
WHERE length(name) > 20
    OR typeof(stock) <> 'integer'
    OR stock > 2147483647
    OR available NOT IN (TRUE, FALSE);
