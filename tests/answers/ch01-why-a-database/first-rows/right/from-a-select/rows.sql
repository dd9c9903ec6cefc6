-- The rows come from a SELECT; the quote is made by its number.
INSERT INTO cookie (name, stock, note)
SELECT 'Chocolate chip', 24, NULL
UNION ALL SELECT 'Grandma' || char(39) || 's oat', 12, 'contains nuts'
UNION ALL SELECT 'Ginger', 0, NULL;
