-- The down half says the same as the up half.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product RENAME COLUMN info TO description;
