-- A column that nobody asked for.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT,
  price INTEGER
);

-- migrate:down

DROP TABLE cookie;
