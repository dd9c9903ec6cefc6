-- One column of the two is missing.
SELECT name FROM cookie WHERE id = 7;
