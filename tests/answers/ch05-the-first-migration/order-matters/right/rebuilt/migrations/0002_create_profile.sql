-- Rebuilds on the way up and back.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

DROP TABLE profile;
