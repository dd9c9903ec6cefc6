-- Only texts longer than five letters are copied.
-- migrate:up

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
