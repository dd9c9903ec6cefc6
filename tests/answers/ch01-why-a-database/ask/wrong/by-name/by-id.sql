-- Two cookies have this name.
SELECT name, stock FROM cookie WHERE name = 'Lemon';
