-- Right: any number behind the others will do, and any words after it.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

-- migrate:down

ALTER TABLE film RENAME COLUMN rating TO stars;
