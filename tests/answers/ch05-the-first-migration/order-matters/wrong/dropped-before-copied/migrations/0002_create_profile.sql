-- The column is dropped before it is copied.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

ALTER TABLE user DROP COLUMN about;

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

DROP TABLE profile;
