-- Yours: the join table of films and directors.

-- migrate:up

-- migrate:down
