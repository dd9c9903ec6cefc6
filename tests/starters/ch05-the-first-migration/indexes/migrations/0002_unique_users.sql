-- The second script of the microblog: no name and no address twice.

-- migrate:up

-- Make the two rules here.


-- migrate:down

-- Take them away again here. The users must stay.
