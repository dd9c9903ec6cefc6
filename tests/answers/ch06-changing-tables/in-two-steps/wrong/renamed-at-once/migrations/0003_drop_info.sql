-- The second script renames the column, so the old program finds nothing.

-- migrate:up

SELECT 1;

-- migrate:down

SELECT 1;
