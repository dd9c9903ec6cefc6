-- The star means all columns.
SELECT * FROM cookie WHERE note IS NULL;
