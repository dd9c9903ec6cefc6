-- Makes the table for the cookies of the shop, and takes it away again.

-- migrate:up
-- INTEGER PRIMARY KEY is what lets SQLite fill in the id by itself.
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
