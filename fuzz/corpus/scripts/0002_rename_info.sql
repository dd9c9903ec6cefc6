-- The second script of the product shop: `info` says too little, `description` says it better.

-- migrate:up

ALTER TABLE product RENAME COLUMN info TO description;

-- migrate:down

ALTER TABLE product RENAME COLUMN description TO info;
