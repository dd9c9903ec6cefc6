-- The table gets the name, not the column.

-- migrate:up

ALTER TABLE product RENAME TO description;

-- migrate:down

ALTER TABLE description RENAME TO product;
