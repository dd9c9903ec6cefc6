-- The column is never dropped.

-- migrate:up

-- Nothing.

-- migrate:down

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
