-- Yours: the first script. Give it the name of the table it makes, or delete it and let `workbook db migrate` write one.

-- migrate:up
-- To do: make one table.

-- migrate:down
-- To do: drop it again.
