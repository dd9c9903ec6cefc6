-- Given: the house, a user that every microblog begins with.

-- migrate:up
INSERT INTO user (username) VALUES ('house');

-- migrate:down
DELETE FROM user WHERE username = 'house';
