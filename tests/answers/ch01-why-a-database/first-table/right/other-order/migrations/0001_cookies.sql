-- The columns stand in another order, and names are in capitals.

-- migrate:up

CREATE TABLE Cookie (
  Note TEXT,
  Stock INTEGER NOT NULL,
  Name TEXT NOT NULL,
  Id INTEGER PRIMARY KEY
);

-- migrate:down

DROP TABLE COOKIE
