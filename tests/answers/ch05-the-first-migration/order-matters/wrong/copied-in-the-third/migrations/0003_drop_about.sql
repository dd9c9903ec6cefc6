-- The table is made in the second script and filled in the third, so the new program finds it empty in between.

-- migrate:up

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
