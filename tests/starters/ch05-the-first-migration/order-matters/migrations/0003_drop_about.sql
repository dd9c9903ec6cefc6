-- The third script of the microblog: the column that is no longer needed goes.

-- migrate:up

-- Nothing stands here yet.

-- migrate:down

ALTER TABLE user ADD COLUMN about TEXT;
