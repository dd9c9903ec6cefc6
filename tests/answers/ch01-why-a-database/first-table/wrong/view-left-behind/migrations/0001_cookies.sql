-- Makes a view `sold_out` as well and leaves it after the way down (IF NOT EXISTS hides it): the view then reads from a table that is gone.

-- Makes the table for the cookies of the shop, and takes it away again.

-- migrate:up
CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL,
    note TEXT
);
CREATE VIEW IF NOT EXISTS sold_out AS SELECT name FROM cookie WHERE stock = 0;

-- migrate:down
DROP TABLE cookie;
