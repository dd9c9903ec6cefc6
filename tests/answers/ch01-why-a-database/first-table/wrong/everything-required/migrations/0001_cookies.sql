-- Every column is required, the note as well.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT NOT NULL
);

-- migrate:down
DROP TABLE cookie;
