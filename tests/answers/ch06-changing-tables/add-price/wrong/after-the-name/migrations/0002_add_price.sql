-- The place of the column, as MySQL would take it; SQLite takes the words for a part of the type.

-- migrate:up

ALTER TABLE product ADD COLUMN price INTEGER AFTER name;

-- migrate:down

ALTER TABLE product DROP COLUMN price;
