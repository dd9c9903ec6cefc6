-- The fifth row by position in place of the id 7.
SELECT name FROM cookie WHERE note IS NULL;
