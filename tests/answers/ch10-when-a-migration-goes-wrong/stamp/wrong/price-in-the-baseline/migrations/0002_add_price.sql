-- Wrong: the baseline has what the shop does not have yet.

-- migrate:up

SELECT 1;

-- migrate:down

SELECT 1;
