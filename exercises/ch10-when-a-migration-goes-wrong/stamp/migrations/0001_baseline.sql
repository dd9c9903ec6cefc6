-- The first script of the cookie shop: what its database has had for years. Somebody began it from memory.

-- migrate:up

CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);

CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    cookie_id INTEGER NOT NULL REFERENCES cookie (id),
    pieces INTEGER NOT NULL
);

-- Make here all that `legacy.sql` makes, without its rows.


-- migrate:down

-- What belongs here, when this script has never run on the shop's own database?

