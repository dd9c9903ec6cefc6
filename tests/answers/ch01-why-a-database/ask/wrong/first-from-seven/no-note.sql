-- Asks for the first id from 7 on: when the cookie 7 is gone, the cookie 8 comes back in its place.

-- Asks which cookies have no note.
SELECT name FROM cookie WHERE note IS NULL;
