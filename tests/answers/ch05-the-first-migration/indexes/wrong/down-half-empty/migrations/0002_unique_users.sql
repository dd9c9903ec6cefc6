-- Nothing takes the rules away.

-- migrate:up

CREATE UNIQUE INDEX user_by_username ON user (username);

CREATE UNIQUE INDEX user_by_email ON user (email);

-- migrate:down

-- later
