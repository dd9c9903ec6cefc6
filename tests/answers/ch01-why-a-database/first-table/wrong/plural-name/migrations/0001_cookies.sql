-- The table is called cookies.

-- migrate:up
CREATE TABLE cookies (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookies;
