-- The key is declared at the end, on its own line.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT,
  PRIMARY KEY (id)
);

-- migrate:down
DROP TABLE IF EXISTS cookie;
