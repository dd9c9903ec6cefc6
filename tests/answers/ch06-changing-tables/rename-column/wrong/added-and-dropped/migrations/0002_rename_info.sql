-- A new column is added and the old one dropped, with all that was in it.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT CHECK (length(description) <= 40);
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
