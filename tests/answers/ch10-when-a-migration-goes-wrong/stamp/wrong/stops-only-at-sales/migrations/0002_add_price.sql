-- Refuses only when there are sales (a NOT NULL fails); a shop without sales loses its tables.

-- migrate:up

ALTER TABLE cookie ADD COLUMN price INTEGER;

-- migrate:down

ALTER TABLE cookie DROP COLUMN price;
