-- An empty text is taken for no note.
SELECT name FROM cookie WHERE note = '';
