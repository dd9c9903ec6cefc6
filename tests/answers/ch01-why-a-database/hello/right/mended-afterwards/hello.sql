-- The greeting is added with a slip, which a later statement mends.
CREATE TABLE greeting (message TEXT NOT NULL, id INTEGER PRIMARY KEY);
INSERT INTO greeting (message) SELECT 'hello database';
UPDATE greeting SET message = 'hello, database' WHERE id = 1;
