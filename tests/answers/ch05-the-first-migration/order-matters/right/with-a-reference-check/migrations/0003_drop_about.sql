-- The second script looks twice that every text has a user.

-- migrate:up

UPDATE user SET about = NULL;

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
