-- The question deletes what it returns.

DELETE FROM cookie WHERE note IS NULL RETURNING name;
