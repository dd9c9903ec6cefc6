-- The second script of the product shop: a robot finds the products now, and nobody needs the shelf.

-- migrate:up

-- Take the column `shelf` away here. The products must stay.


-- migrate:down

-- Bring it back here, with everything that belongs to it.
