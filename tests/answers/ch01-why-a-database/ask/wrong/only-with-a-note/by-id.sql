-- The second question asks for the id 7 and for a note.

SELECT name, stock FROM cookie WHERE id = 7 AND note IS NOT NULL;
