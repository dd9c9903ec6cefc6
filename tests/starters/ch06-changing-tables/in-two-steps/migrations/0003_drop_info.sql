-- The third script of the product shop: no program uses the old column any more.

-- migrate:up

-- Drop the column `info` here, and keep what is only in there.


-- migrate:down

-- Bring it back here, and fill it.
