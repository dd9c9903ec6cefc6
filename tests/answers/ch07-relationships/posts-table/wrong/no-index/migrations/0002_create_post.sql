-- The index on the time is forgotten.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id INTEGER NOT NULL REFERENCES user (id)
);

-- migrate:down
DROP TABLE post;
