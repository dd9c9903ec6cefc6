-- The third script of the microblog: the column that is no longer needed goes.

-- migrate:up

ALTER TABLE user DROP COLUMN about;

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;

-- The column has to be there before it can be filled.
UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
