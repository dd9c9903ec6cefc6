-- The rebuild on the way back hands out new ids, which the visible rows hide.
-- migrate:up

ALTER TABLE user RENAME COLUMN username TO name;
ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down

CREATE TABLE user_new (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    username varchar NOT NULL
);
INSERT INTO user_new (username) SELECT name FROM user ORDER BY id;
UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old
WHERE sqlite_sequence.name = 'user_new' AND old.name = 'user';
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
