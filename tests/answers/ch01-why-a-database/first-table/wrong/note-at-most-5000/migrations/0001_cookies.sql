-- The note is limited to 5000 letters; no other rules are asked for, so a note of 6000 letters must be taken.

-- Makes the table for the cookies of the shop, and takes it away again.

-- migrate:up
CREATE TABLE cookie (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    stock INTEGER NOT NULL,
    note TEXT CHECK (length(note) <= 5000)
);

-- migrate:down
DROP TABLE cookie;
