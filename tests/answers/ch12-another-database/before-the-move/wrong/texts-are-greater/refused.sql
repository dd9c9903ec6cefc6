-- Texts are greater than every number, but floating numbers are not.

SELECT id FROM product
WHERE length(name) > 20 OR stock > 2147483647 OR available NOT IN (TRUE, FALSE);
