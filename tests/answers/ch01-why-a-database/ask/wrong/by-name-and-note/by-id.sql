-- Finds the cookie by what it is like today.
SELECT name, stock FROM cookie WHERE name = 'Lemon' AND note = 'no sugar';
