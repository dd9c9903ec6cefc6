-- For later.

-- migrate:up
-- To do: when was it watered?

-- migrate:down
SELECT 1;
