-- A comma is missing after a column that has nothing but a type, so SQLite reads on as if all were the type.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT
  stock INTEGER NOT NULL
);

-- migrate:down

DROP TABLE cookie;
