-- The rule for a user who goes is written out.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE RESTRICT
);

CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
