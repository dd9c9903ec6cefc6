-- Wrong: a number that sorts before the script on the server.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

-- migrate:down

ALTER TABLE film RENAME COLUMN rating TO stars;
