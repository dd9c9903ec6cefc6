-- The books, each with a number that no other has.

-- migrate:up
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    isbn TEXT NOT NULL,
    title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200)
);
CREATE UNIQUE INDEX book_isbn ON book (isbn);

-- migrate:down
DROP TABLE book;
