-- The way back forgets a description that differs from the info in capital letters only.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = description WHERE description IS NOT NULL AND (info IS NULL OR lower(description) <> lower(info));

ALTER TABLE product DROP COLUMN description;
