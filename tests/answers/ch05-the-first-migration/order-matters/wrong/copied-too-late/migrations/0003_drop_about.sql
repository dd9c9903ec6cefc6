-- The third script copies what the second one has dropped.

-- migrate:up

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

UPDATE user SET about = (SELECT profile.about FROM profile WHERE profile.user_id = user.id);
