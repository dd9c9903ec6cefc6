-- The table renamed, as the page invites to try.
CREATE TABLE greetings (
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL
);

INSERT INTO greetings (message) VALUES ('hello, database');
