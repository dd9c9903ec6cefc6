-- A slip in the new name.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO desciption;

-- migrate:down

ALTER TABLE product RENAME COLUMN desciption TO info;
