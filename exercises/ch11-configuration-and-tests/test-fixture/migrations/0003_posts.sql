-- Given: posts, which are neither empty nor long, and the first one, which is the house's.

-- migrate:up
CREATE TABLE post (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 140),
    user_id INTEGER NOT NULL REFERENCES user (id)
);

CREATE INDEX post_by_user ON post (user_id);

INSERT INTO post (body, user_id)
SELECT 'Welcome; be kind, and be brief.', id FROM user WHERE username = 'house';

-- migrate:down
DROP TABLE post;
