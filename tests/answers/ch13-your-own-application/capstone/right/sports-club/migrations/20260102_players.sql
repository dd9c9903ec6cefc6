-- The players, with a rule for the number on the shirt.

-- migrate:up
CREATE TABLE player (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    team_name TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 99),
    FOREIGN KEY (team_name) REFERENCES team (name) ON DELETE CASCADE
);

-- migrate:down
DROP TABLE player;
