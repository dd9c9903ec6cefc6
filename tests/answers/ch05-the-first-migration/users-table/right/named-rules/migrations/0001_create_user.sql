-- NOT NULL as a named constraint.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT CONSTRAINT username_required NOT NULL,
    email TEXT CONSTRAINT email_required NOT NULL,
    about TEXT NULL
);

-- migrate:down

DELETE FROM user;
DROP TABLE user;
