-- One column more than was asked for.
SELECT id, name, stock FROM cookie WHERE id = 7;
