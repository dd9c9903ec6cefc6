-- The second script of the product shop: `info` says too little, `description` says it better.

-- migrate:up

-- Give the column `info` the name `description` here.


-- migrate:down

-- Give it the old name again here.
