-- Makes the table, with a stock that may be left out.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
