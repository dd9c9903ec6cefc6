-- On the way back the column is filled before it is there.

-- migrate:up

ALTER TABLE user DROP COLUMN about;

-- migrate:down

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);

ALTER TABLE user ADD COLUMN about TEXT;
