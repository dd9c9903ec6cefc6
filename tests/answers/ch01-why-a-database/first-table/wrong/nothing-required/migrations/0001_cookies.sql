-- No column says NOT NULL.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT,
  stock INTEGER,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
