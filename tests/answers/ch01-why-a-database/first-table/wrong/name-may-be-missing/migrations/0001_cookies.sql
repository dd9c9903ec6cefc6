-- NOT NULL is forgotten at the name.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
