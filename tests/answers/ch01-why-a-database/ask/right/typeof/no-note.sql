-- The type of no value is null.
SELECT name FROM cookie WHERE typeof(note) = 'null';
