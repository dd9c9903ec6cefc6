-- Gives ten names at most; with eleven cookies without a note one is missing.

SELECT name, stock FROM cookie WHERE id = 7;
