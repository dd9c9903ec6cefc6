-- The stock is a text.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock TEXT NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
