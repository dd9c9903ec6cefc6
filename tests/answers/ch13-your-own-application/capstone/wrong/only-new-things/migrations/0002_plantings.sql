-- Makes the table with all columns at once.

-- migrate:up
CREATE TABLE planting (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bed_id INTEGER NOT NULL REFERENCES bed (id),
    crop VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    harvested_grams INTEGER NOT NULL DEFAULT 0
);

-- migrate:down
DROP TABLE planting;
