-- The word NULL is a text.
SELECT name FROM cookie WHERE note = 'NULL';
