-- Wrong: a number without its zeros, so names and numbers disagree.

-- migrate:up

SELECT 1;

-- migrate:down

SELECT 1;
