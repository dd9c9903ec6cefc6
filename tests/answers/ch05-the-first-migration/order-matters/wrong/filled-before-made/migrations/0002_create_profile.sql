-- The table is filled before it is made.

-- migrate:up

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

-- migrate:down

DROP TABLE profile;
