-- The ids of the products that do not fit the types of PostgreSQL. This query finds all products: give it a condition.

SELECT id FROM product;
