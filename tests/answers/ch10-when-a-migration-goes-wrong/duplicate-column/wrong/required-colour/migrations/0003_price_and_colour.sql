-- Wrong: every product gets a colour that nobody has named.

-- migrate:up

ALTER TABLE product ADD COLUMN colour TEXT NOT NULL DEFAULT 'none';

-- migrate:down

ALTER TABLE product DROP COLUMN colour;
