-- The statement stands above the marker lines, where nothing is run.

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:up

-- migrate:down

DROP TABLE cookie;
