-- The script writes down its version by itself.

-- migrate:up

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

INSERT INTO schema_migrations (version) VALUES ('0001');

-- migrate:down

DROP TABLE user;
