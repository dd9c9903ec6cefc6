-- A trigger refuses what is there already.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL,
    note TEXT
);

CREATE TRIGGER no_doubles BEFORE INSERT ON cookie
WHEN EXISTS (SELECT 1 FROM cookie WHERE name = NEW.name AND stock = NEW.stock)
BEGIN
    SELECT raise(ABORT, 'there is such a cookie');
END;

-- migrate:down

DROP TABLE cookie;
