-- The second script of the product shop: room for longer names.

-- migrate:up

-- Rebuild the table `product` here, with room for 40 letters.


-- migrate:down

-- Rebuild it again here, with room for 12. What is too long is cut.
