-- The table renamed where it is made, and not where the row is added.
CREATE TABLE greetings (
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL
);

INSERT INTO greeting (message) VALUES ('hello, database');
