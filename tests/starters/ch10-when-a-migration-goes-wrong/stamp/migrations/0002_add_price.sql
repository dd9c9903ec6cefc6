-- The second script of the cookie shop: a price for every cookie.

-- migrate:up

-- Add the column `price` to `cookie` here.


-- migrate:down

-- Take it away again here.

