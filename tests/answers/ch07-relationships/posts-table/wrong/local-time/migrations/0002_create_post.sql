-- The default is the local time.
-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT (datetime('now', 'localtime')),
    user_id INTEGER NOT NULL REFERENCES user (id)
);
CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
