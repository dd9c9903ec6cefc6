-- DELETE .

SELECT name, stock FROM cookie WHERE id = 7;
