-- The fifth row by position in place of the id 7.
SELECT name, stock FROM cookie ORDER BY id LIMIT 1 OFFSET 4;
