-- The indexes make searching faster and forbid nothing.

-- migrate:up

CREATE INDEX user_by_username ON user (username);

CREATE INDEX user_by_email ON user (email);

-- migrate:down

DROP INDEX user_by_email;

DROP INDEX user_by_username;
