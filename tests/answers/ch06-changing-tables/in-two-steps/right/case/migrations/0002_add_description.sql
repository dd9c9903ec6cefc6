-- A `CASE` in place of a condition.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;
UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = CASE WHEN description IS NULL THEN info ELSE description END;
ALTER TABLE product DROP COLUMN description;
