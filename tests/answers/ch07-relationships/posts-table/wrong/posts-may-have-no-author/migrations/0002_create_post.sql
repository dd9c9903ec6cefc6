-- A post may be without an author.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id INTEGER REFERENCES user (id)
);
CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
