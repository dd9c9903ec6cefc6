-- Counts rows, and there are gaps in the ids.
SELECT name, stock FROM cookie ORDER BY id LIMIT 1 OFFSET 6;
