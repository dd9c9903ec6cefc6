-- Asks a question before the one that was asked for.

SELECT count(*) FROM cookie;
-- `note = NULL` is true for no row, not even for one whose note is NULL.
SELECT name FROM cookie WHERE note IS NULL;
