-- Who wrote what: a join table and its two references are one thing.

-- migrate:up
CREATE TABLE book_author (
    book_id INTEGER NOT NULL REFERENCES book (id) ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES author (id),
    PRIMARY KEY (book_id, author_id)
) WITHOUT ROWID;

-- migrate:down
DROP TABLE book_author;
