-- A slip in the name of a column.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stok INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
