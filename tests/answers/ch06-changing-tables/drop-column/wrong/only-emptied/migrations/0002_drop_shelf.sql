-- The shelves are emptied, and the column is still there.

-- migrate:up

UPDATE product SET shelf = NULL;

-- migrate:down

-- Nothing to do.
