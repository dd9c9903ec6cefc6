-- The column is dropped before it is copied.

-- migrate:up

-- Nothing.

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
