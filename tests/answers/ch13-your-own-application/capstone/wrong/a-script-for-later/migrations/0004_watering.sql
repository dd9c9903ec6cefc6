-- A script for what may come later, with nothing in it yet.

-- migrate:up
-- To do: when was it watered?

-- migrate:down
SELECT 1;
