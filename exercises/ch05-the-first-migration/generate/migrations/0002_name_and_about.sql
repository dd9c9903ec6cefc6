-- A draft of the second script of the microblog, as `workbook db migrate` wrote it. It is not right yet.

-- migrate:up
-- Data loss: every value of user.username is lost.
ALTER TABLE user DROP COLUMN username;
ALTER TABLE user ADD COLUMN name varchar NOT NULL;
ALTER TABLE user ADD COLUMN about varchar;

-- migrate:down
-- ALTER TABLE cannot do this: make user anew and copy its rows.
-- Data loss: every value of user.name is lost.
-- Data loss: every value of user.about is lost.
-- Data loss: the old values of user.username are lost: rows get ''.
CREATE TABLE user_new (
    id integer NOT NULL PRIMARY KEY AUTOINCREMENT,
    username varchar NOT NULL
);
INSERT INTO user_new (id, username) SELECT id, '' FROM user;
UPDATE sqlite_sequence SET seq = old.seq FROM sqlite_sequence AS old
WHERE sqlite_sequence.name = 'user_new' AND old.name = 'user';
DROP TABLE user;
ALTER TABLE user_new RENAME TO user;
