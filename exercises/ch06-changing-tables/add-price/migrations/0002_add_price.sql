-- The second script of the product shop: a price for every product.

-- migrate:up

-- Give the table `product` the column `price` here.


-- migrate:down

-- Take the column away again here. The products must stay.

