-- The second question asks for the id 7 and for a note.

SELECT name FROM cookie WHERE note IS NULL;
