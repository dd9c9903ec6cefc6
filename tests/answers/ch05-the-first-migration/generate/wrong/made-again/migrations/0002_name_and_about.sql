-- The table is made again as the model has it, and the users are gone.

-- migrate:up

DROP TABLE user;
CREATE TABLE user (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    name varchar NOT NULL,
    about varchar
);

-- migrate:down

ALTER TABLE user DROP COLUMN about;

ALTER TABLE user RENAME COLUMN name TO username;
