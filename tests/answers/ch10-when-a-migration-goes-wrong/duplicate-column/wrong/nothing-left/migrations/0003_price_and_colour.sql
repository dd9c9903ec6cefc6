-- Wrong: everything was taken out, the colour too.

-- migrate:up

SELECT 1;

-- migrate:down

SELECT 1;
