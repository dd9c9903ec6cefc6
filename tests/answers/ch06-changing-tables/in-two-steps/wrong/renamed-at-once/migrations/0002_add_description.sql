-- The second script renames the column, so the old program finds nothing.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
