-- Way back copies only the texts of ids under 1000.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product ADD COLUMN info TEXT CHECK (length(info) <= 40);
UPDATE product SET info = description WHERE id < 1000;
ALTER TABLE product DROP COLUMN description;
