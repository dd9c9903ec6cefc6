-- Only rows change: no blanks at the ends of names.

-- migrate:up
UPDATE member SET name = trim(name);

-- migrate:down
-- The blanks are gone for good; there is nothing to undo in the tables.
SELECT 1;
