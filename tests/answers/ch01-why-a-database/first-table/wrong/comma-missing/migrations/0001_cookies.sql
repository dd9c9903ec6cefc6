-- A comma is missing after a column.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
