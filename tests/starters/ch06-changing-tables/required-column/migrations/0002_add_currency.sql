-- The second script of the product shop: a currency for every price.

-- migrate:up

-- Give the table `product` the required column `currency` here.


-- migrate:down

-- Take the column away again here. The products must stay.
