-- The second script of the microblog: what users say about themselves gets a table of its own.

-- migrate:up

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

ALTER TABLE user DROP COLUMN about;

-- migrate:down

DROP TABLE profile;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
