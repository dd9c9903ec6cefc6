-- After the way back to 0002 the index on film is still there, which the server does not have; IF NOT EXISTS hides it.

-- Ada's script: a better name for the stars. It has run on the server.

-- migrate:up

ALTER TABLE film RENAME COLUMN stars TO rating;

-- migrate:down

ALTER TABLE film RENAME COLUMN rating TO stars;
