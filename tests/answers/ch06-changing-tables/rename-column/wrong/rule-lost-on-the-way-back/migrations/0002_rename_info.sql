-- The way back makes a new column without the rule.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT;
UPDATE product SET info = description;
ALTER TABLE product DROP COLUMN description;
