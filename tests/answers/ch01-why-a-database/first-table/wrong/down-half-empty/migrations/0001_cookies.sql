-- Only the up half is written.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

-- later
