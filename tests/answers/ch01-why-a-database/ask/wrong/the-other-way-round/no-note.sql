-- Asks for the cookies that have a note.
SELECT name FROM cookie WHERE note IS NOT NULL;
