-- INT instead of INTEGER: SQLite does not number the rows then.

-- migrate:up

CREATE TABLE cookie (
  id INT PRIMARY KEY,
  name TEXT NOT NULL,
  stock INTEGER NOT NULL,
  note TEXT
);

-- migrate:down

DROP TABLE cookie;
