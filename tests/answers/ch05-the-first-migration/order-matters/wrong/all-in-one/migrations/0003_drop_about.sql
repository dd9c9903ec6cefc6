-- The second script does everything.

-- migrate:up

-- Nothing.

-- migrate:down

SELECT 1;
