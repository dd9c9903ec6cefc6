-- The second script of the cookie shop: a price for every cookie.

-- migrate:up

ALTER TABLE cookie ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE cookie DROP COLUMN price;
