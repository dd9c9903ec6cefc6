-- Right: the index keeps its name, which is nobody else's business.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

-- migrate:down

ALTER TABLE film RENAME COLUMN rating TO stars;
