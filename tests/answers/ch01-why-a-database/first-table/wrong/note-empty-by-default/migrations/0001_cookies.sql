-- A note that is not given becomes an empty text.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT DEFAULT ''
);

-- migrate:down

DROP TABLE cookie;
