-- Gives ten names at most; with eleven cookies without a note one is missing.

SELECT name FROM cookie WHERE note IS NULL ORDER BY id LIMIT 10;
