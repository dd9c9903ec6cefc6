-- Makes the table of what is planted in the beds.

-- migrate:up
CREATE TABLE planting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bed_id INTEGER NOT NULL REFERENCES bed (id),
    crop VARCHAR NOT NULL,
    year INTEGER NOT NULL
);

-- migrate:down
DROP TABLE planting;
