-- Wrong: the own script was deleted.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

-- migrate:down

ALTER TABLE film RENAME COLUMN rating TO stars;
