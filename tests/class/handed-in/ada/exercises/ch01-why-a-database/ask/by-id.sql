-- Asks for one cookie.
-- Two cookies are called Lemon. The id says which one is meant.
SELECT name, stock FROM cookie WHERE id = 7;
