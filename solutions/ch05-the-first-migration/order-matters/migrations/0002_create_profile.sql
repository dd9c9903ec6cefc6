-- The second script of the microblog: what users say about themselves gets a table of its own.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

INSERT INTO profile (user_id, about)
SELECT id, about FROM user WHERE about IS NOT NULL;

-- migrate:down

DROP TABLE profile;
