-- An order was not asked for, and does no harm.
SELECT name FROM cookie WHERE note IS NULL ORDER BY name
