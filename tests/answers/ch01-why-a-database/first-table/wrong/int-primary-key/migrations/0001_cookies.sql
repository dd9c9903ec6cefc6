-- The key is declared as INT: SQLite then does not fill it in.

-- migrate:up
CREATE TABLE cookie (
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
