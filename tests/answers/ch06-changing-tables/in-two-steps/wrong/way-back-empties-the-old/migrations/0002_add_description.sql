-- On the way back a product without a description loses its info.

-- migrate:up

ALTER TABLE product ADD COLUMN description TEXT;

UPDATE product SET description = info;

-- migrate:down

UPDATE product SET info = description;

ALTER TABLE product DROP COLUMN description;
