-- An empty text counts as no note as well.
SELECT name FROM cookie WHERE note IS NULL OR note = '';
