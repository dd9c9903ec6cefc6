-- There is no condition.
SELECT name FROM cookie;
