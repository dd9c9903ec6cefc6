-- One index on both columns allows the same name with another address.

-- migrate:up

CREATE UNIQUE INDEX user_once ON user (username, email);

-- migrate:down

DROP INDEX user_once;
