-- No two cookies may have the same name.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
