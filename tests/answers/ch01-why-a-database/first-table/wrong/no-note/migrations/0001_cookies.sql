-- The column for notes is forgotten.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL
);

-- migrate:down

DROP TABLE cookie;
