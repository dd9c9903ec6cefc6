-- The columns stand in another order, and the types are written in other words.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    user_id INT NOT NULL REFERENCES user,
    written_at CHAR DEFAULT CURRENT_TIMESTAMP NOT NULL,
    body CLOB NOT NULL
);
CREATE INDEX post_by_time ON post (written_at);

-- migrate:down
DROP TABLE post;
