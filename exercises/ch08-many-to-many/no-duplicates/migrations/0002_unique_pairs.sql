-- Yours: removes the pairs that stand there again, then lets no pair in twice.

-- migrate:up

-- migrate:down
