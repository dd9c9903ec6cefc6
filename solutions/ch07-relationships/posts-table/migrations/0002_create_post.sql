-- The second script of the microblog: the table `post`, with an author for every post.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL,
    written_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    user_id INTEGER NOT NULL REFERENCES user (id)
);
CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
