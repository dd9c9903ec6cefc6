-- IF NOT EXISTS on the way up, IF EXISTS on the way down, comments in between.

-- migrate:up

CREATE TABLE IF NOT EXISTS cookie (
  id INTEGER PRIMARY KEY, -- filled in by SQLite
  name TEXT NOT NULL, /* required */
  stock INTEGER NOT NULL,
  note TEXT DEFAULT NULL
);

-- migrate:down

DROP TABLE IF EXISTS cookie;
