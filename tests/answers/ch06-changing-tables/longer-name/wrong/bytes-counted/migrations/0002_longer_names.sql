-- Counts the bytes of a name, so an umlaut counts twice.

-- migrate:up

CREATE TABLE p2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(CAST(name AS BLOB)) <= 40), stock INTEGER NOT NULL DEFAULT 0);
INSERT INTO p2 (id, name, stock) SELECT id, name, stock FROM product;
DROP TABLE product;
ALTER TABLE p2 RENAME TO product;
CREATE INDEX product_by_name ON product (name);

-- migrate:down

CREATE TABLE p2 (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) <= 12), stock INTEGER NOT NULL DEFAULT 0);
INSERT INTO p2 (id, name, stock) SELECT id, substr(name, 1, 12), stock FROM product;
DROP TABLE product;
ALTER TABLE p2 RENAME TO product;
CREATE INDEX product_by_name ON product (name);
