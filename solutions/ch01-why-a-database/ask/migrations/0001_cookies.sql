-- Makes the table for the cookies of the shop, and takes it away again. Given.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down
DROP TABLE cookie;
