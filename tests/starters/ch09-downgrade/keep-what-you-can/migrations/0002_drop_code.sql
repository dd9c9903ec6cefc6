-- The second script of the product shop: no more codes. Perhaps they come back.

-- migrate:up

-- Put the codes aside here, then take the column away.


-- migrate:down

-- Bring the column back here, with the codes in it.
