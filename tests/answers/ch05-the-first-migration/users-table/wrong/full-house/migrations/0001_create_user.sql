-- A trigger refuses the user after the thousandth.
-- migrate:up
CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    email TEXT NOT NULL,
    about TEXT
);

CREATE TRIGGER full_house BEFORE INSERT ON user WHEN (SELECT count(*) FROM user) >= 1000
BEGIN
    SELECT raise(ABORT, 'no room for another user');
END;

-- migrate:down
DROP TABLE user;
