-- The second script looks twice that every text has a user.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

DELETE FROM profile WHERE user_id NOT IN (SELECT id FROM user);

-- migrate:down

DROP TABLE profile;
