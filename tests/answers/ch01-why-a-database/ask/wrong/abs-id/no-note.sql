-- Finds the cookie with the id -7 as well, if there is one.

-- Asks which cookies have no note.
SELECT name FROM cookie WHERE note IS NULL;
