-- Makes the whole garden.

-- migrate:up
CREATE TABLE bed (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR NOT NULL UNIQUE
);
CREATE TABLE planting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bed_id INTEGER NOT NULL REFERENCES bed (id),
    crop VARCHAR NOT NULL,
    year INTEGER NOT NULL
);

-- migrate:down
DROP TABLE planting;
DROP TABLE bed;
