-- Makes the table for the cookies of the shop, and takes it away again.

-- migrate:up
-- To do: create the table `cookie` here.

-- migrate:down
-- To do: remove the table `cookie` here.
