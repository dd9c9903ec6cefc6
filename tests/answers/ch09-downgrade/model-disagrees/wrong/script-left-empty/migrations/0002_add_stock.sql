-- The model is right, and nobody has written the script.

-- migrate:up

-- migrate:down
