-- description may not be 500 letters or longer; no other rule was asked for.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT CHECK (length(description) < 500);
UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL;
ALTER TABLE product DROP COLUMN description;
