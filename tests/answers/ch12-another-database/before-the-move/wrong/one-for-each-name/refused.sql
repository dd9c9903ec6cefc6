-- Once for each product is asked, and this gives one id for each name: of two products with the same name the second is missing.

-- The ids of the products that do not fit the types of PostgreSQL.

SELECT min(id) AS id FROM product
WHERE length(name) > 20 OR typeof(stock) <> 'integer' OR stock > 2147483647 OR available NOT IN (TRUE, FALSE)
GROUP BY name;
