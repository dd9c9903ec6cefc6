-- The table goes when the third script is undone.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

SELECT 1;
