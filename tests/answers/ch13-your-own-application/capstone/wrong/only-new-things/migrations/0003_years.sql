-- An index, which is beside a table and not in it.

-- migrate:up
CREATE INDEX planting_year ON planting (year);

-- migrate:down
DROP INDEX planting_year;
