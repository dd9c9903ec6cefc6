-- Asks which cookies have no note.
-- `note = NULL` is true for no row, not even for one whose note is NULL.
SELECT name FROM cookie WHERE note IS NULL;
