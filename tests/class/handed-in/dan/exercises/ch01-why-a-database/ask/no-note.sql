-- Asks for an empty note, which is another thing than none.
SELECT name FROM cookie WHERE note = '';
