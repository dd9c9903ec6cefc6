-- Makes the table of the garden's beds.

-- migrate:up
CREATE TABLE bed (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL UNIQUE
);

-- migrate:down
DROP TABLE bed;
