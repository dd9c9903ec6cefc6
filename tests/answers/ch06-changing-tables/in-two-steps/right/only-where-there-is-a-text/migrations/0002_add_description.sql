-- Each copy leaves out the rows that have nothing to copy.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info WHERE info IS NOT NULL;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL;

ALTER TABLE product DROP COLUMN description;
