-- The column is filled only when the second script is undone.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);

DROP TABLE profile;
