-- The third unique index says nothing that the two others do not say already; all three go on the way back.

-- My script.

-- migrate:up

CREATE UNIQUE INDEX address_of_user ON user (email);
CREATE UNIQUE INDEX name_of_user ON user (username);
CREATE UNIQUE INDEX name_and_address ON user (username, email);

-- migrate:down

DROP INDEX name_and_address;
DROP INDEX name_of_user;
DROP INDEX address_of_user;
