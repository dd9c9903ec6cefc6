-- The people who write.

-- migrate:up
CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- migrate:down
DROP TABLE author;
