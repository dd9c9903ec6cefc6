-- Who has which book.

-- migrate:up
CREATE TABLE loan (
    id INTEGER PRIMARY KEY,
    book_id INTEGER NOT NULL REFERENCES book (id),
    member_id INTEGER NOT NULL REFERENCES member (id),
    due_on date_text
);
CREATE INDEX loan_member ON loan (member_id);

-- migrate:down
DROP TABLE loan;
