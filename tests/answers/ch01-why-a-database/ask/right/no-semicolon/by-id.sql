-- One statement needs no semicolon at its end.
SELECT name, stock FROM cookie WHERE cookie.id = 7
