-- Asks for the cookie by its name, which two have.
SELECT name, stock FROM cookie WHERE name = 'Lemon';
