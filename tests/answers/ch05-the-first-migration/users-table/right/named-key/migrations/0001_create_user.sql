-- The key is a constraint of the table, with a name; columns in another order.

-- migrate:up

CREATE TABLE user (
    about TEXT,
    email TEXT NOT NULL,
    username TEXT NOT NULL,
    id INTEGER,
    CONSTRAINT user_key PRIMARY KEY (id)
);

-- migrate:down

DROP TABLE user;
