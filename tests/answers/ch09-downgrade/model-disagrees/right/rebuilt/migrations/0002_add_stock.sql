-- A new table instead of `ALTER TABLE`.

-- migrate:up
CREATE TABLE cookie_new (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),
    stock INTEGER NOT NULL DEFAULT 0
);
INSERT INTO cookie_new (id, name, price_cents) SELECT id, name, price_cents FROM cookie;
DROP TABLE cookie;
ALTER TABLE cookie_new RENAME TO cookie;

-- migrate:down
ALTER TABLE cookie DROP COLUMN stock;
