-- The table is made in the second script and filled in the third, so the new program finds it empty in between.

-- migrate:up

CREATE TABLE profile (
    user_id INTEGER PRIMARY KEY,
    about TEXT NOT NULL
);

-- migrate:down

DROP TABLE profile;
