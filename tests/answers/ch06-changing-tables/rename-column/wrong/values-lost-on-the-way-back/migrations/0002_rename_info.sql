-- The way back makes an empty column.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product DROP COLUMN description;
ALTER TABLE product ADD COLUMN info TEXT CHECK (length(info) <= 40);
