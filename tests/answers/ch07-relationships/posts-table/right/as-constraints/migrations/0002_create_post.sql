-- The reference and its name stand at the end, the index has another name, and ids are not used again.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT (datetime('now')),
    user_id INTEGER NOT NULL,
    CONSTRAINT author FOREIGN KEY (user_id) REFERENCES user
);
CREATE INDEX newest_first ON post (written_at);

-- migrate:down
DROP INDEX newest_first;
DROP TABLE post;
