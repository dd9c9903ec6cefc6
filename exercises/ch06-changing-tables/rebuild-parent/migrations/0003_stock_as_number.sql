-- The third script of the product shop: the stock is a number at last.

-- migrate:up

-- Rebuild the table `product` here, with a stock that is a number.


-- migrate:down

-- Rebuild it again here, with a stock that is a text.
