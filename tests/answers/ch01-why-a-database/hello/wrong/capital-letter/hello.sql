-- The greeting with a capital letter, as the page invites to try.
CREATE TABLE greeting (
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL
);

INSERT INTO greeting (message) VALUES ('Hello, database');
