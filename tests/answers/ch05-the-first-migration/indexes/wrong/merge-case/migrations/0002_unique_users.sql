-- Before the indexes are made, users whose names differ in letter case only are deleted: with susan and Susan in the table, Susan is gone after the upgrade.

-- The second script of the microblog: no name and no address twice.

-- migrate:up

DELETE FROM user WHERE id NOT IN (SELECT min(id) FROM user GROUP BY lower(username));
CREATE UNIQUE INDEX user_by_username ON user (username);
CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP INDEX user_by_email;
DROP INDEX user_by_username;
