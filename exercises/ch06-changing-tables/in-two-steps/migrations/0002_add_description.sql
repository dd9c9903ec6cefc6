-- The second script of the product shop: the new column. The old one stays.

-- migrate:up

-- Add the column `description` here, and fill it.


-- migrate:down

-- Take it away again here, and keep what is only in there.
