-- AUTOINCREMENT, and an index that makes reading faster.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);
CREATE INDEX cookie_by_name ON cookie (name);

-- migrate:down

DROP TABLE cookie;
