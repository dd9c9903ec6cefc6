-- The teams: a name is key enough.

-- migrate:up
CREATE TABLE team (name TEXT NOT NULL PRIMARY KEY, shirts TEXT);

-- migrate:down
DROP TABLE team;
