-- Yours: how many there are of each cookie.

-- migrate:up

-- migrate:down
