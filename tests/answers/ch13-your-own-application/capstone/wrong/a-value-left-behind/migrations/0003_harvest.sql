-- All rows are copied, without their year.

-- migrate:up
CREATE TABLE planting_new (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bed_id INTEGER NOT NULL REFERENCES bed (id),
    crop VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    harvested_grams INTEGER NOT NULL DEFAULT 0
);
INSERT INTO planting_new (id, bed_id, crop, year) SELECT id, bed_id, crop, 0 FROM planting;
DROP TABLE planting;
ALTER TABLE planting_new RENAME TO planting;

-- migrate:down
CREATE TABLE planting_old (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bed_id INTEGER NOT NULL REFERENCES bed (id),
    crop VARCHAR NOT NULL,
    year INTEGER NOT NULL
);
INSERT INTO planting_old (id, bed_id, crop, year) SELECT id, bed_id, crop, year FROM planting;
DROP TABLE planting;
ALTER TABLE planting_old RENAME TO planting;
