-- What has no description gets an empty text while the values are copied.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT CHECK (length(description) <= 40);
UPDATE product SET description = coalesce(info, '');
ALTER TABLE product DROP COLUMN info;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
