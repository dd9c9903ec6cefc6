-- The words of another database.

-- migrate:up

ALTER TABLE product CHANGE info description TEXT;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
