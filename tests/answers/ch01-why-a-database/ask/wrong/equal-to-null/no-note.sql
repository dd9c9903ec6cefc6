-- NULL is compared with `=`, which is true for no row.
SELECT name FROM cookie WHERE note = NULL;
