-- Only texts longer than five letters are copied.
-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE length(about) > 5;

-- migrate:down

DROP TABLE profile;
