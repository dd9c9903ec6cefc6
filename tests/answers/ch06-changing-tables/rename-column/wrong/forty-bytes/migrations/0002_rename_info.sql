-- The new rule counts bytes: a description of 40 letters with an umlaut is refused.

-- The second script of the product shop: `info` says too little, `description` says it better.

-- migrate:up
ALTER TABLE product ADD COLUMN description TEXT CHECK (length(CAST(description AS BLOB)) <= 40);
UPDATE product SET description = info;
ALTER TABLE product DROP COLUMN info;

-- migrate:down
ALTER TABLE product ADD COLUMN info TEXT CHECK (length(info) <= 40);
UPDATE product SET info = description;
ALTER TABLE product DROP COLUMN description;
