-- A STRICT table, which also takes every row that is asked for.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
) STRICT;

-- migrate:down

DROP TABLE cookie;
