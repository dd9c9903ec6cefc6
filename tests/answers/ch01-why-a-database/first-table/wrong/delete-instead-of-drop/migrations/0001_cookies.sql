-- The down half empties the table instead of removing it.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DELETE FROM cookie;
