-- Each copy leaves out the rows that have nothing to copy.

-- migrate:up

UPDATE product SET description = info WHERE description IS NULL AND info IS NOT NULL;

ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;

UPDATE product SET info = description WHERE description IS NOT NULL;
