-- The first script of the microblog: the table `user`.

-- migrate:up

-- Make the table `user` here. The task names its four columns.


-- migrate:down

-- Take the table away again here.

