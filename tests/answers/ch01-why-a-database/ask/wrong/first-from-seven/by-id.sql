-- Asks for the first id from 7 on: when the cookie 7 is gone, the cookie 8 comes back in its place.

-- Asks for one cookie.
SELECT name, stock FROM cookie WHERE id >= 7 ORDER BY id LIMIT 1;
