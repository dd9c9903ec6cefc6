-- The second script of the microblog: the table `post`, with an author for every post.

-- migrate:up

-- Make the table `post` here, and its index. The task names the four columns.


-- migrate:down

-- Take the table away again here.

