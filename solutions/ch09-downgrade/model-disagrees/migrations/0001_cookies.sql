-- Given: the cookies of the shop.

-- migrate:up
CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0)
);

-- migrate:down
DROP TABLE cookie;
