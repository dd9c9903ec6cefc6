-- Makes the table small and adds the rest to it.

-- migrate:up
CREATE TABLE cookie (
  id INTEGER PRIMARY KEY NOT NULL,
  name VARCHAR NOT NULL,
  stock INT NOT NULL
);
ALTER TABLE cookie ADD COLUMN note TEXT DEFAULT NULL;

-- migrate:down
DROP TABLE cookie;
