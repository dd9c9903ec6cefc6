-- The second script of the product shop: every review is about a product that exists.

-- migrate:up

-- Put the orphans aside in `lost_review` here, then rebuild `review` with its foreign key.


-- migrate:down

-- Rebuild it again here, without the foreign key and with all reviews in it.
