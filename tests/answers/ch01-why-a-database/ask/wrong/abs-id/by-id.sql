-- Finds the cookie with the id -7 as well, if there is one.

-- Asks for one cookie.
SELECT name, stock FROM cookie WHERE abs(id) = 7;
