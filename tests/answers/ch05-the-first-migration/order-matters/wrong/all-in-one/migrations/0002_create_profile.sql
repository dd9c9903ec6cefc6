-- The second script does everything.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);

DROP TABLE profile;
