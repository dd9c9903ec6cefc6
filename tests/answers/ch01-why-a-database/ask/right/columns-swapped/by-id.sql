-- The columns have names, so their order does not matter.
SELECT stock, name FROM cookie WHERE id = 7;
