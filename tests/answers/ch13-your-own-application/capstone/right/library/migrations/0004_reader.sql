-- Those who borrow; a reader may have been brought by another.

-- migrate:up
CREATE TABLE reader (
    id INTEGER PRIMARY KEY,
    card TEXT UNIQUE,
    name TEXT NOT NULL,
    brought_by INTEGER REFERENCES reader (id)
);

-- migrate:down
DROP TABLE reader;
