-- The column for the author is there, and refers to nothing.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id INTEGER NOT NULL
);
CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
