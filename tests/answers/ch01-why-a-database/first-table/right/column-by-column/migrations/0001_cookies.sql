-- A small table first, then the other columns one by one.

-- migrate:up

CREATE TABLE cookie (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stock INTEGER NOT NULL);
ALTER TABLE cookie ADD COLUMN note TEXT;

-- migrate:down

ALTER TABLE cookie RENAME TO cookie_gone;
DROP TABLE cookie_gone;
