-- The table is dropped on the way up and made on the way down.

-- migrate:up

DROP TABLE cookie;

-- migrate:down

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);
