-- The id is required, and no primary key.

-- migrate:up

CREATE TABLE cookie (
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
