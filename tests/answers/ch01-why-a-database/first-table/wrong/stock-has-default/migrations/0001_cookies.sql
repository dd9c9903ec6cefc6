-- A stock that is not given becomes 0.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL DEFAULT 0,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
